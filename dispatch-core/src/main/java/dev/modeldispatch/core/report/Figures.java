package dev.modeldispatch.core.report;

import dev.modeldispatch.Usage;
import java.math.BigDecimal;

/** Numbers as reports show them, the same in every country. */
final class Figures {
  private Figures() {}

  /** Returns the count as exact, as a lower bound, or as unknown. */
  static String tokens(long count, Usage usage) {
    return switch (usage.certainty()) {
      case EXACT -> Long.toString(count);
      case AT_LEAST -> "at least " + count;
      case UNKNOWN -> count == 0 ? "unknown" : "at least " + count;
    };
  }

  /** Returns what the provider says that it charged, if it says so. */
  static String cost(Usage usage) {
    return usage.costUsd().map(Figures::dollars).orElse(isNothing(usage) ? "nothing" : "not told");
  }

  /** {@return whether nothing was used, for certain} */
  static boolean isNothing(Usage usage) {
    return usage.certainty() == Usage.Certainty.EXACT && usage.totalTokens() == 0;
  }

  private static String dollars(BigDecimal cost) {
    boolean plain = Math.abs(cost.scale()) <= 20;
    return "$" + (plain ? cost.stripTrailingZeros().toPlainString() : cost.toString());
  }

  /** Returns {@code 1 model}, {@code 2 models}. */
  static String many(int count, String thing) {
    return count + " " + thing + (count == 1 ? "" : "s");
  }
}
