package dev.modeldispatch.core.limit;

/** So many requests a minute. */
final class RequestLimit implements RateLimit {
  private final int perMinute;
  private final Bucket bucket;

  RequestLimit(int perMinute, long now) {
    this.perMinute = perMinute;
    this.bucket = Bucket.perMinute(perMinute, now);
  }

  @Override
  public long waitFor(long tokens, long now) {
    return bucket.waitFor(1, now);
  }

  @Override
  public long leastWait(long tokens, int ahead, long now) {
    return bucket.waitFor(1L + ahead, now);
  }

  @Override
  public void begins(long tokens, long now) {
    bucket.take(1, now);
  }

  @Override
  public void ended(long tokens, End how, int underWay, long now) {
    // Whatever became of it, the server has counted it.
  }

  @Override
  public String words() {
    return LaneWords.number(perMinute) + " requests a minute";
  }
}
