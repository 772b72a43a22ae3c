package dev.modeldispatch.core.provider;

import com.fasterxml.jackson.databind.JsonNode;
import dev.modeldispatch.Usage;
import java.util.Optional;

/** Token counts as providers write them: what is no count is not taken for one. */
final class Counts {
  private Counts() {}

  static boolean isCount(JsonNode number) {
    return number.isIntegralNumber() && number.canConvertToLong() && number.longValue() >= 0;
  }

  /** Returns the count; 0 if it is none. */
  static long of(JsonNode number) {
    return isCount(number) ? number.longValue() : 0;
  }

  /** Returns the sum, at most {@link Long#MAX_VALUE}. */
  static long sum(long... counts) {
    long sum = 0;
    for (long count : counts) {
      sum = count > Long.MAX_VALUE - sum ? Long.MAX_VALUE : sum + count;
    }
    return sum;
  }

  /** Returns a usage without reasoning or cache. */
  static Usage usage(long input, long output, Usage.Certainty certainty) {
    return new Usage(input, output, 0, 0, 0, certainty, Optional.empty());
  }
}
