package dev.modeldispatch.core.limit;

/**
 * So many a minute: a tenth of them at once, the others evenly spread. Within any minute never more
 * than that leave it, but for what one wants beyond a tenth. Not thread-safe.
 *
 * <p>The level is counted in {@code 1 / UNIT} of one, of which a whole number flows in per
 * nanosecond: nothing is ever rounded.
 */
final class Bucket {
  /** The most that can be taken at once, and the deepest that giving back can lead below zero. */
  static final long MOST = 50_000_000;

  private static final long UNIT = 60_000_000_000L;
  private static final long MAX_BURST = 10_000_000;
  private static final long ANY_CREDIT = MOST + MAX_BURST;

  private final long most;
  private final long burst;
  private final long inflow;
  private final long full;
  private long level;
  private long since;

  private Bucket(long perMinute, long now) {
    most = Math.min(perMinute, MOST);
    burst = Math.min(Math.max(1, perMinute / 10), MAX_BURST);
    inflow = perMinute - burst + 1;
    full = burst * UNIT;
    level = full;
    since = now;
  }

  /** Returns a full bucket. */
  static Bucket perMinute(long amount, long now) {
    return new Bucket(amount, now);
  }

  /** {@return the most that is in it} */
  long burst() {
    return burst;
  }

  /** {@return the amount, as far as it can be taken at once: what flows in within a minute} */
  long takeable(long amount) {
    return Math.min(amount, most);
  }

  /** Returns after how many nanoseconds so much is in it, or has flowed in. */
  long waitFor(long amount, long now) {
    return waitFor(amount, 0, now);
  }

  /** Returns the same if so much were given back now. */
  long waitFor(long amount, long credit, long now) {
    flow(now);
    long missing = amount * UNIT - Math.min(full, level + Math.min(credit, ANY_CREDIT) * UNIT);
    return missing <= 0 ? 0 : (missing - 1) / inflow + 1;
  }

  /** Takes a takeable amount, also if less is in it. */
  void take(long amount, long now) {
    flow(now);
    level -= amount * UNIT;
  }

  /** Gives so much back; what is negative is taken, down to a minute's worth below zero. */
  void give(long amount, long now) {
    flow(now);
    long change = Math.max(-most, Math.min(most, amount)) * UNIT;
    level = Math.max(-most * UNIT, Math.min(full, level + change));
  }

  private void flow(long now) {
    long elapsed = now - since;
    if (elapsed > 0) {
      long gap = full - level;
      level = elapsed > gap / inflow ? full : level + elapsed * inflow;
      since = now;
    }
  }
}
