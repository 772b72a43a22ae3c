package dev.modeldispatch.core.limit;

import dev.modeldispatch.connector.Reply;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;

/** What the server says of its own limits, believed for at most a minute. */
final class ServerLimit implements RateLimit {
  private static final long AT_MOST = Duration.ofMinutes(1).toNanos();

  private final Allowance requests = new Allowance();
  private final Allowance tokensLeft = new Allowance();
  private long heldUntil;

  ServerLimit(long now) {
    heldUntil = now;
  }

  @Override
  public long waitFor(long tokens, long now) {
    long left = Math.max(0, heldUntil - now);
    return Math.max(left, Math.max(requests.waitFor(1, now), tokensLeft.waitFor(tokens, now)));
  }

  @Override
  public long leastWait(long tokens, int ahead, long now) {
    long left = Math.max(0, heldUntil - now);
    return Math.max(left, Math.max(requests.leastWait(now), tokensLeft.leastWait(now)));
  }

  @Override
  public void begins(long tokens, long now) {
    requests.take(1, now);
    tokensLeft.take(tokens, now);
  }

  @Override
  public void ended(long tokens, End how, int underWay, long now) {
    how.hold().ifPresent(hold -> heldUntil = Math.max(heldUntil, now + bounded(hold)));
    if (how.limits().isPresent()) {
      Reply.Limits said = how.limits().get();
      told(requests, said.requests(), underWay, said.requestsReset(), now);
      told(tokensLeft, said.tokens(), 0, said.tokensReset(), now);
    }
  }

  private static void told(
      Allowance allowance, OptionalLong left, int minus, Optional<Duration> reset, long now) {
    long until = reset.map(ServerLimit::bounded).orElse(0L);
    if (until > 0 && left.isPresent() && left.getAsLong() >= 0) {
      allowance.told(left.getAsLong() - minus, now + until, now);
    }
  }

  /** Zero and negative times mean nothing. */
  private static long bounded(Duration told) {
    boolean longer = told.compareTo(Duration.ofNanos(AT_MOST)) > 0;
    return longer ? AT_MOST : Math.max(0, told.toNanos());
  }

  @Override
  public String words() {
    return "the server's own limit";
  }
}
