package dev.modeldispatch.core.limit;

/** One call's part in its breaker's count. Not thread-safe: used under its lane's lock. */
final class Permit {
  private long period;

  /** The call goes in this period of the breaker. */
  void begins(long period) {
    this.period = period;
  }

  long period() {
    return period;
  }
}
