package dev.modeldispatch.core.limit;

import dev.modeldispatch.Attempt;
import dev.modeldispatch.Failure;
import dev.modeldispatch.FailureKind;
import dev.modeldispatch.Usage;
import dev.modeldispatch.connector.Reply;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * How a call ended, as far as its lane cares.
 *
 * @param outcome what that says about the server
 * @param used how many tokens it took, if that is known
 * @param limits what the server says is left
 * @param hold how long the server wants to be left alone
 */
record End(
    Outcome outcome, OptionalLong used, Optional<Reply.Limits> limits, Optional<Duration> hold) {
  /** Nothing is known of it. */
  static final End UNKNOWN =
      new End(Outcome.SILENT, OptionalLong.empty(), Optional.empty(), Optional.empty());

  static End of(Reply reply) {
    Optional<Failure> failure = reply.failure();
    return new End(
        failure.map(Outcome::of).orElse(Outcome.GOOD),
        used(reply),
        reply.limits(),
        failure.filter(f -> f.kind() == FailureKind.RATE_LIMITED).flatMap(Failure::retryAfter));
  }

  /** A call that was called off; what was not sent took nothing. */
  static End of(Outcome outcome, Attempt.Sent sent) {
    boolean unsent = sent == Attempt.Sent.NO;
    return new End(
        unsent ? Outcome.SILENT : outcome,
        unsent ? OptionalLong.of(0) : OptionalLong.empty(),
        Optional.empty(),
        Optional.empty());
  }

  private static OptionalLong used(Reply reply) {
    if (reply.sent() == Attempt.Sent.NO) {
      return OptionalLong.of(0);
    }
    Usage usage = reply.usage();
    return usage.certainty() == Usage.Certainty.EXACT
        ? OptionalLong.of(usage.totalTokens())
        : OptionalLong.empty();
  }
}
