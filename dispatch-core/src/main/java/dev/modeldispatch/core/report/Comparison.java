package dev.modeldispatch.core.report;

import dev.modeldispatch.BatchResult;
import dev.modeldispatch.ModelResult;
import dev.modeldispatch.core.internal.Times;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What every form of a report says of a batch.
 *
 * @param batch the results
 * @param missing who did not answer
 * @param agreement how far the answers agree; empty if fewer than two are structured
 */
record Comparison(BatchResult batch, List<Missing> missing, Optional<Agreement> agreement) {
  private static final int NAMED = 20;

  static Comparison of(BatchResult batch) {
    Optional<Agreement> agreement =
        Optional.of(Agreement.of(batch)).filter(found -> found.counted() > 1);
    return new Comparison(batch, Missing.of(batch), agreement);
  }

  int size() {
    return batch.results().size();
  }

  /** {@return {@code Complete}, {@code Partial} or {@code Failed}} */
  String status() {
    return switch (batch.status()) {
      case COMPLETE -> "Complete";
      case PARTIAL -> "Partial";
      case FAILED -> "Failed";
    };
  }

  /** {@return how many answered, in words that hide nothing} */
  String headline() {
    int answered = size() - missing.size();
    String some = answered + " of " + size() + " answered";
    String took = ", in " + Times.shown(batch.elapsed()) + ".";
    return switch (batch.status()) {
      case COMPLETE -> some + (missing.isEmpty() ? "" : "; the batch had what it wanted") + took;
      case PARTIAL -> some + (missing.isEmpty() ? ", but not what the batch wanted" : "") + took;
      case FAILED -> "none of " + size() + " answered" + took;
    };
  }

  /** {@return what has to be known before the answers are compared; our own words alone} */
  List<String> remarks() {
    List<String> remarks = new ArrayList<>();
    if (batch.answers().isEmpty()) {
      return remarks;
    }
    List<Missing> slowest = with(Missing.End.SLOWEST);
    if (!slowest.isEmpty()) {
      remarks.add(
          (slowest.size() == missing.size()
                  ? "The missing are the slowest: "
                  : "The slowest are among the missing: ")
              + places(slowest)
              + " still worked when every answer had come, so the times and opinions here are those"
              + " of the faster ones.");
    }
    List<Missing> unasked = with(Missing.End.NOT_ASKED);
    if (!unasked.isEmpty()) {
      remarks.add("Never got a turn: " + places(unasked) + ".");
    }
    List<Missing> cut = with(Missing.End.CUT_SHORT);
    if (!cut.isEmpty()) {
      remarks.add("Called off before others had answered: " + places(cut) + ".");
    }
    return remarks;
  }

  /** {@return what all tries cost together; a lower bound if somebody did not say} */
  String cost() {
    boolean silent =
        batch.results().stream()
            .map(ModelResult::usage)
            .anyMatch(usage -> usage.costUsd().isEmpty() && !Figures.isNothing(usage));
    String sum = Figures.cost(batch.usage());
    return silent && batch.usage().costUsd().isPresent() ? "at least " + sum : sum;
  }

  private List<Missing> with(Missing.End end) {
    return missing.stream().filter(one -> one.end() == end).toList();
  }

  private static String places(List<Missing> some) {
    String named =
        some.stream().limit(NAMED).map(one -> place(one.slot())).collect(Collectors.joining(", "));
    return some.size() > NAMED ? named + " and " + (some.size() - NAMED) + " more" : named;
  }

  /** Returns a place as reports count it, from 1. */
  static String place(int slot) {
    return "#" + (slot + 1);
  }
}
