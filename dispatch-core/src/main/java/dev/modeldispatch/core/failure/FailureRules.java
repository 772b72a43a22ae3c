package dev.modeldispatch.core.failure;

import dev.modeldispatch.Failure;
import dev.modeldispatch.FailureKind;
import dev.modeldispatch.ModelTarget;
import dev.modeldispatch.core.failure.Rule.Message;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * The ordered rules that give a server's failure its name; the first that fits decides, a user's
 * before the library's. A message that repeats what was sent is not read. Immutable.
 */
public final class FailureRules {
  private static final FailureRules STANDARD = new FailureRules(List.of(), StandardRules.all());

  private final List<Rule> users;
  private final List<Rule> standard;

  private FailureRules(List<Rule> users, List<Rule> standard) {
    this.users = List.copyOf(users);
    this.standard = standard;
  }

  /** {@return the rules for the providers that the library knows} */
  public static FailureRules standard() {
    return STANDARD;
  }

  /** Returns the standard rules with a user's in front. */
  public static FailureRules behind(List<Rule> users) {
    return users.isEmpty() ? STANDARD : new FailureRules(users, STANDARD.standard);
  }

  /**
   * Returns a reply's failure. Whether another try may help, a user's rule decides, else the
   * server, else the kind.
   *
   * @param target who was asked
   * @param reply what the server showed
   * @param filter decides what of the server's words may be read and shown
   * @param header gives a header's first value
   * @param now for waits that end at a point in time
   */
  public Failure failure(
      ModelTarget target,
      ServerReply reply,
      RemoteText filter,
      Function<String, Optional<String>> header,
      Instant now) {
    Match match = match(target, reply, filter);
    var failure = named(match, target, reply, filter);
    RetryHints.of(header, reply.delay(), now)
        .ifPresent(hint -> failure.retryAfter(hint.delay(), hint.source()));
    Optional<Boolean> byUser = match.isUsers() ? match.rule().retryable() : Optional.empty();
    byUser.or(() -> RetryHints.shouldRetry(header)).ifPresent(failure::retryable);
    return failure.build();
  }

  /** Returns the reply's failure without what its headers say. */
  public Failure.Builder classify(ModelTarget target, ServerReply reply, RemoteText filter) {
    return named(match(target, reply, filter), target, reply, filter);
  }

  /**
   * Returns what a user's rule makes of a reply, if one fits; to be asked again only if the rule
   * says so. For what a server between has asked again already.
   */
  public Optional<Failure.Builder> byUser(
      ModelTarget target, ServerReply reply, RemoteText filter) {
    return users(target, reply, Message.of(reply.message(), filter))
        .map(
            match ->
                named(match, target, reply, filter)
                    .retryable(match.rule().retryable().orElse(false)));
  }

  /** A rule that fits, and by what. */
  private record Match(Rule rule, String evidence, boolean isUsers) {}

  private Match match(ModelTarget target, ServerReply reply, RemoteText filter) {
    Message message = Message.of(reply.message(), filter);
    return users(target, reply, message)
        .or(() -> standard(target, reply, message))
        .orElseGet(
            () ->
                new Match(
                    Rule.status(FailureKind.UNKNOWN), Integer.toString(reply.status()), false));
  }

  private Optional<Match> standard(ModelTarget target, ServerReply reply, Message message) {
    return standard.stream()
        .flatMap(
            rule ->
                rule.evidence(target, reply, message).map(e -> new Match(rule, e, false)).stream())
        .findFirst();
  }

  private Optional<Match> users(ModelTarget target, ServerReply reply, Message message) {
    for (int i = 0; i < users.size(); i++) {
      Optional<String> evidence = users.get(i).evidence(target, reply, message);
      if (evidence.isPresent()) {
        String named = "user rule " + (i + 1) + ": " + evidence.get();
        return Optional.of(new Match(users.get(i), named, true));
      }
    }
    return Optional.empty();
  }

  private static Failure.Builder named(
      Match match, ModelTarget target, ServerReply reply, RemoteText filter) {
    Rule rule = match.rule();
    var failure = Wording.of(rule.kind(), target, reply.status()).evidence(match.evidence());
    rule.retryable().ifPresent(failure::retryable);
    rule.hint().ifPresent(failure::hint);
    filter.shown(reply.message()).ifPresent(failure::detail);
    return reply.status() > 0 ? failure.httpStatus(reply.status()) : failure;
  }
}
