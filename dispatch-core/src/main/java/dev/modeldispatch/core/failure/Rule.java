package dev.modeldispatch.core.failure;

import dev.modeldispatch.FailureKind;
import dev.modeldispatch.ModelTarget;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * One rule: a reply with one of these statuses and one of these codes, whose message has one of
 * these phrases, is of this kind. An empty part asks for nothing.
 *
 * @param kind the name that it gives
 * @param provider whose replies it is for; empty: everybody's
 * @param statuses HTTP statuses; {@code 5} stands for all of 5xx, {@code -5} for all but 5xx
 * @param codes structured codes, compared without case
 * @param phrases pieces of the message, compared without case
 * @param vetoes pieces of the message, in lower case, that speak against the phrases
 * @param retryable whether another try may help; empty: the kind decides
 * @param hint what to do next; empty: the kind decides
 */
public record Rule(
    FailureKind kind,
    Optional<String> provider,
    Set<Integer> statuses,
    Set<String> codes,
    List<String> phrases,
    List<String> vetoes,
    Optional<Boolean> retryable,
    Optional<String> hint) {

  /** Returns a rule of a user's: what it does not say is empty. */
  public static Rule of(
      FailureKind kind,
      Optional<String> provider,
      Collection<Integer> statuses,
      Collection<String> codes,
      Collection<String> phrases) {
    return new Rule(
        kind,
        provider,
        Set.copyOf(statuses),
        Set.copyOf(codes),
        List.copyOf(phrases),
        List.of(),
        Optional.empty(),
        Optional.empty());
  }

  static Rule status(FailureKind kind, Integer... statuses) {
    return of(kind, Optional.empty(), List.of(statuses), List.of(), List.of());
  }

  static Rule codes(FailureKind kind, String... codes) {
    return of(kind, Optional.empty(), List.of(), List.of(codes), List.of());
  }

  static Rule phrases(FailureKind kind, String... phrases) {
    return of(kind, Optional.empty(), List.of(), List.of(), List.of(phrases));
  }

  Rule at(Integer... only) {
    return new Rule(kind, provider, Set.of(only), codes, phrases, vetoes, retryable, hint);
  }

  Rule unless(String... words) {
    return new Rule(kind, provider, statuses, codes, phrases, List.of(words), retryable, hint);
  }

  /** Returns this rule with what it says about another try and about what to do next. */
  public Rule saying(Optional<Boolean> mayHelp, Optional<String> advice) {
    return new Rule(kind, provider, statuses, codes, phrases, vetoes, mayHelp, advice);
  }

  /** Returns by what the reply is of this kind, or empty if it is not. */
  Optional<String> evidence(ModelTarget target, ServerReply reply, Message message) {
    if (provider.filter(p -> !p.equals(target.provider())).isPresent()
        || !statusFits(reply.status())) {
      return Optional.empty();
    }
    Optional<String> code = reply.codes().stream().filter(this::hasCode).findFirst();
    Optional<String> phrase = phrases.isEmpty() ? Optional.empty() : message.proof(phrases, vetoes);
    if ((!codes.isEmpty() && code.isEmpty()) || (!phrases.isEmpty() && phrase.isEmpty())) {
      return Optional.empty();
    }
    var proofs = new ArrayList<String>();
    if (reply.status() > 0) {
      proofs.add(Integer.toString(reply.status()));
    }
    code.ifPresent(c -> proofs.add("code " + c));
    phrase.ifPresent(p -> proofs.add("text '" + p + "'"));
    return Optional.of(String.join(" + ", proofs));
  }

  private boolean statusFits(int status) {
    return statuses.isEmpty()
        || statuses.contains(status)
        || statuses.contains(status / 100)
        || (statuses.contains(-5) && status / 100 != 5);
  }

  private boolean hasCode(String code) {
    return codes.stream().anyMatch(code::equalsIgnoreCase);
  }

  /** A server's message, as far as it may decide something. */
  record Message(Optional<String> text, RemoteText filter) {
    static Message of(String message, RemoteText filter) {
      return new Message(filter.readable(message), filter);
    }

    Optional<String> proof(List<String> phrases, List<String> vetoes) {
      Optional<String> lower = text.map(t -> t.toLowerCase(Locale.ROOT));
      return lower
          .filter(t -> vetoes.stream().noneMatch(t::contains))
          .flatMap(
              t ->
                  phrases.stream()
                      .filter(p -> t.contains(p.toLowerCase(Locale.ROOT)))
                      .filter(p -> !filter.wasSent(p))
                      .findFirst());
    }

    @Override
    public String toString() {
      return "Message[" + text.map(String::length).orElse(0) + " chars]";
    }
  }
}
