package dev.modeldispatch.testkit.assertj;

import dev.modeldispatch.Answered;
import dev.modeldispatch.BatchResult;
import dev.modeldispatch.ModelResult;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.assertj.core.api.AbstractAssert;
import org.assertj.core.api.Assertions;
import org.assertj.core.api.ListAssert;
import org.jspecify.annotations.Nullable;

/** Assertions on what became of a batch. Messages show what became of each slot. */
public class BatchResultAssert extends AbstractAssert<BatchResultAssert, BatchResult> {
  /** Begins assertions on a batch's result. */
  public BatchResultAssert(@Nullable BatchResult actual) {
    super(actual, BatchResultAssert.class);
  }

  /** Fails unless its completion condition was met. */
  public BatchResultAssert isComplete() {
    return hasStatus(BatchResult.Status.COMPLETE, "Look at the slots without an answer.");
  }

  /** Fails unless there are answers, but its condition was not met. */
  public BatchResultAssert isPartial() {
    return hasStatus(
        BatchResult.Status.PARTIAL, "It is partial if some answer, but not all that are wanted.");
  }

  /** Fails unless there is no answer. */
  public BatchResultAssert hasFailed() {
    return hasStatus(BatchResult.Status.FAILED, "It fails if nobody answers.");
  }

  /** Fails unless it has this many slots. */
  public BatchResultAssert hasSlots(int count) {
    isNotNull();
    return actual.results().size() == count
        ? this
        : refuse(count + " slots", "There is one for each target, duplicates included.");
  }

  /** Fails unless this many slots answered. */
  public BatchResultAssert hasAnswered(int count) {
    isNotNull();
    return actual.answers().size() == count
        ? this
        : refuse(count + " answers", "Look at the slots without an answer.");
  }

  /** Fails unless the slots without an answer are exactly these. */
  public BatchResultAssert failuresAt(int... slots) {
    isNotNull();
    int[] there =
        IntStream.range(0, actual.results().size())
            .filter(slot -> !actual.results().get(slot).isAnswered())
            .toArray();
    return Arrays.equals(there, IntStream.of(slots).sorted().toArray())
        ? this
        : refuse(
            "no answer at "
                + Arrays.toString(slots)
                + " but that is so at "
                + Arrays.toString(there),
            "A slot is a target's place in the request, from 0.");
  }

  /** Begins assertions on the result of one slot. */
  public ModelResultAssert slot(int place) {
    isNotNull();
    if (place < 0 || place >= actual.results().size()) {
      refuse("a slot " + place, "A slot is a target's place in the request, from 0.");
    }
    return new ModelResultAssert(actual.results().get(place)).as(described("slot " + place));
  }

  /** Begins assertions on the answers' texts, in the order of their slots. */
  public ListAssert<String> answers() {
    isNotNull();
    return Assertions.assertThat(actual.answers().stream().map(Answered::text).toList())
        .as(described("answers"));
  }

  /** Begins assertions on all results, in the order of their slots. */
  public ListAssert<ModelResult> results() {
    isNotNull();
    return Assertions.assertThat(actual.results()).as(described("results"));
  }

  private BatchResultAssert hasStatus(BatchResult.Status status, String remedy) {
    isNotNull();
    return actual.status() == status ? this : refuse("a batch that is " + status, remedy);
  }

  private String described(String part) {
    String described = descriptionText();
    return described.isEmpty() ? part : described + ": " + part;
  }

  private BatchResultAssert refuse(String expected, String remedy) {
    throw failure("%s", "Expecting " + expected + ":\n" + Shown.of(actual) + "\n" + remedy);
  }
}
