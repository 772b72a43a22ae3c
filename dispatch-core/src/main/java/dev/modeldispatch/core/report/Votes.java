package dev.modeldispatch.core.report;

import dev.modeldispatch.core.report.Agreement.Field;
import dev.modeldispatch.core.report.Agreement.Verdict;
import dev.modeldispatch.core.report.Agreement.Vote;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Agreement in words; values are foreign text and still have to be escaped. */
final class Votes {
  private static final int FIELDS = 100;
  private static final int LONGEST_VALUE = 80;
  private static final int PLACES = 20;

  private Votes() {}

  static String headline(Agreement agreement) {
    int counted = agreement.counted();
    String missing =
        counted == agreement.asked()
            ? "all " + counted + " answers count."
            : "only " + counted + " of " + agreement.asked() + " answers count.";
    return "As a whole: " + word(agreement.verdict()) + "; " + missing;
  }

  static String word(Verdict verdict) {
    return verdict.name().toLowerCase(Locale.ROOT);
  }

  static List<Field> shown(Agreement agreement) {
    return agreement.fields().stream().limit(FIELDS).toList();
  }

  /** Returns how many fields are left out, as a line; empty if none are. */
  static String more(Agreement agreement) {
    int more = agreement.fields().size() - FIELDS;
    return more > 0 ? "\n" + Figures.many(more, "further field") + " not shown.\n" : "";
  }

  static String value(Vote vote) {
    String value = vote.value().orElse("(left out)");
    return value.length() <= LONGEST_VALUE ? value : SafeText.start(value, LONGEST_VALUE) + "...";
  }

  static String places(Vote vote) {
    String named =
        vote.slots().stream()
            .limit(PLACES)
            .map(Comparison::place)
            .collect(Collectors.joining(", "));
    int more = vote.slots().size() - PLACES;
    return more > 0 ? named + " and " + more + " more" : named;
  }
}
