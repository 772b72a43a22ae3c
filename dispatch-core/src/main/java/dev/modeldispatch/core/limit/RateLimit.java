package dev.modeldispatch.core.limit;

/**
 * One limit on how much goes in a time. Times are nanoseconds since the lane's start. Not
 * thread-safe: used under its lane's lock.
 */
interface RateLimit {
  /** Returns how long one with so many tokens has to wait; 0 if it may go now. */
  long waitFor(long tokens, long now);

  /**
   * Returns how long it has to wait at least, whatever those give back that are under way.
   *
   * @param ahead how many go before it
   */
  long leastWait(long tokens, int ahead, long now);

  /** One with so many tokens goes. */
  void begins(long tokens, long now);

  /** It ended, and so many others are still under way. */
  void ended(long tokens, End how, int underWay, long now);

  /** {@return the limit in words, for example {@code 500 requests a minute}} */
  String words();
}
