package dev.modeldispatch;

import java.math.BigDecimal;
import java.util.Optional;

/**
 * What a dispatch cost in tokens, normalised over the providers.
 *
 * @param inputTokens all tokens of the prompt, those read from or written to a cache included
 * @param outputTokens all tokens of the answer, reasoning included
 * @param reasoningTokens the part of the output that was reasoning
 * @param cacheReadTokens the part of the input that came from a cache
 * @param cacheWriteTokens the part of the input that went into a cache
 * @param certainty whether the numbers are exact, a lower bound, or unknown
 * @param costUsd what the provider says that it charged, in US dollars, if it says so
 */
public record Usage(
    long inputTokens,
    long outputTokens,
    long reasoningTokens,
    long cacheReadTokens,
    long cacheWriteTokens,
    Certainty certainty,
    Optional<BigDecimal> costUsd) {

  /** How far the numbers can be relied on. */
  public enum Certainty {
    /** The provider reported everything. */
    EXACT,
    /** At least this much; some attempt reported nothing. */
    AT_LEAST,
    /** Nothing was reported although something may have been used. */
    UNKNOWN
  }

  private static final Usage NONE = exact(0, 0);
  private static final Usage UNKNOWN = NONE.with(Certainty.UNKNOWN);

  /** Refuses negative numbers. */
  public Usage {
    Misuse.check("usage")
        .unless(
            inputTokens >= 0
                && outputTokens >= 0
                && reasoningTokens >= 0
                && cacheReadTokens >= 0
                && cacheWriteTokens >= 0,
            () -> "token counts must not be negative")
        .orThrow();
  }

  /** Returns the usage of work that never reached a provider: zero, exactly. */
  public static Usage none() {
    return NONE;
  }

  /** Returns the usage of work that may have reached a provider which reported nothing. */
  public static Usage unknown() {
    return UNKNOWN;
  }

  /** Returns the usage of these tokens as the provider reported them. */
  public static Usage exact(long inputTokens, long outputTokens) {
    return new Usage(inputTokens, outputTokens, 0, 0, 0, Certainty.EXACT, Optional.empty());
  }

  /** {@return input and output tokens together, at most {@link Long#MAX_VALUE}} */
  public long totalTokens() {
    return sum(inputTokens, outputTokens);
  }

  /**
   * Returns the sum of both: exact if both are, unknown if both are, else a lower bound. Counts
   * stop at {@link Long#MAX_VALUE}. The cost is what is known of it: if one of both has none, it is
   * the other's.
   */
  public Usage plus(Usage other) {
    if (isNothing()) {
      return other;
    }
    if (other.isNothing()) {
      return this;
    }
    return new Usage(
        sum(inputTokens, other.inputTokens),
        sum(outputTokens, other.outputTokens),
        sum(reasoningTokens, other.reasoningTokens),
        sum(cacheReadTokens, other.cacheReadTokens),
        sum(cacheWriteTokens, other.cacheWriteTokens),
        sum(certainty, other.certainty),
        costUsd.isPresent() || other.costUsd.isPresent()
            ? Optional.of(
                costUsd.orElse(BigDecimal.ZERO).add(other.costUsd.orElse(BigDecimal.ZERO)))
            : Optional.empty());
  }

  /** Returns the same numbers with this certainty. */
  public Usage with(Certainty certainty) {
    return new Usage(
        inputTokens,
        outputTokens,
        reasoningTokens,
        cacheReadTokens,
        cacheWriteTokens,
        certainty,
        costUsd);
  }

  private boolean isNothing() {
    return certainty == Certainty.EXACT && totalTokens() == 0 && costUsd.isEmpty();
  }

  private static long sum(long one, long two) {
    return one > Long.MAX_VALUE - two ? Long.MAX_VALUE : one + two;
  }

  private static Certainty sum(Certainty one, Certainty two) {
    return one == two ? one : Certainty.AT_LEAST;
  }
}
