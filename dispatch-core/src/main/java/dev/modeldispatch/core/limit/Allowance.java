package dev.modeldispatch.core.limit;

/**
 * What a server says is left until its reset. Not thread-safe.
 *
 * <p>Its word is as old as the head of the reply that brings it. So when it has said that nothing
 * is left, another word does not open the lane before the reset; when we ourselves counted the rest
 * down, it does.
 */
final class Allowance {
  private long left;
  private long until = Long.MIN_VALUE;
  private boolean saidNothingLeft;

  void told(long newLeft, long newUntil, long now) {
    boolean nothing = newLeft <= 0;
    if (saidNothingLeft && now < until) {
      until = nothing ? Math.max(until, newUntil) : until;
      return;
    }
    left = newLeft;
    until = newUntil;
    saidNothingLeft = nothing;
  }

  void take(long amount, long now) {
    if (now < until) {
      left -= amount;
    }
  }

  long waitFor(long amount, long now) {
    return now < until && (left <= 0 || left < amount) ? until - now : 0;
  }

  /** Returns the wait that no other word can shorten. */
  long leastWait(long now) {
    return saidNothingLeft && now < until ? until - now : 0;
  }
}
