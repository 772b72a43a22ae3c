package dev.modeldispatch.core.limit;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.ToLongFunction;

/** All rate limits of a lane. Not thread-safe: used under its lane's lock. */
final class Rates {
  private final List<RateLimit> limits = new ArrayList<>();

  /**
   * A wait for one of the limits.
   *
   * @param nanos how long
   * @param limit for which
   */
  record Wait(long nanos, RateLimit limit) {}

  Rates(LaneSettings settings, long now) {
    settings.requestsPerMinute().ifPresent(n -> limits.add(new RequestLimit(n, now)));
    settings.tokensPerMinute().ifPresent(n -> limits.add(new TokenLimit(n, now)));
    if (settings.followsServer()) {
      limits.add(new ServerLimit(now));
    }
  }

  /** Returns the longest of the waits, if there is one. */
  Optional<Wait> waitFor(long tokens, long now) {
    return longest(limit -> limit.waitFor(tokens, now));
  }

  /** Returns the longest of the waits that nothing can shorten. */
  Optional<Wait> leastWait(long tokens, int ahead, long now) {
    return longest(limit -> limit.leastWait(tokens, ahead, now));
  }

  private Optional<Wait> longest(ToLongFunction<RateLimit> wait) {
    return limits.stream()
        .map(limit -> new Wait(wait.applyAsLong(limit), limit))
        .filter(one -> one.nanos() > 0)
        .max(Comparator.comparingLong(Wait::nanos));
  }

  void begins(long tokens, long now) {
    limits.forEach(limit -> limit.begins(tokens, now));
  }

  void ended(long tokens, End how, int underWay, long now) {
    limits.forEach(limit -> limit.ended(tokens, how, underWay, now));
  }
}
