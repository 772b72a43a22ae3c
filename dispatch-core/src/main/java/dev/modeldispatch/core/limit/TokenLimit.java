package dev.modeldispatch.core.limit;

/**
 * So many tokens a minute. Who goes takes what it is estimated to need, and the difference to what
 * it did need is made up for when it has ended.
 */
final class TokenLimit implements RateLimit {
  private final long perMinute;
  private final Bucket bucket;
  private long underWay;

  TokenLimit(long perMinute, long now) {
    this.perMinute = perMinute;
    this.bucket = Bucket.perMinute(perMinute, now);
  }

  @Override
  public long waitFor(long tokens, long now) {
    return bucket.waitFor(Math.min(tokens, bucket.burst()), now);
  }

  @Override
  public long leastWait(long tokens, int ahead, long now) {
    return bucket.waitFor(Math.min(tokens, bucket.burst()), underWay, now);
  }

  @Override
  public void begins(long tokens, long now) {
    long taken = bucket.takeable(tokens);
    underWay += taken;
    bucket.take(taken, now);
  }

  @Override
  public void ended(long tokens, End how, int callsUnderWay, long now) {
    long taken = bucket.takeable(tokens);
    underWay -= taken;
    how.used().ifPresent(used -> bucket.give(taken - Math.max(0, used), now));
  }

  @Override
  public String words() {
    return LaneWords.number(perMinute) + " tokens a minute";
  }
}
