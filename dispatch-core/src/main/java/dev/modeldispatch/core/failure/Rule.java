package dev.modeldispatch.core.failure;

import dev.modeldispatch.FailureKind;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * One rule: a reply with one of these statuses and one of these codes, whose message has one of
 * these phrases, is of this kind. An empty part asks for nothing.
 *
 * @param kind the name that it gives
 * @param statuses HTTP statuses; {@code 5} stands for all of 5xx, {@code -5} for all but 5xx
 * @param codes structured codes, compared without case
 * @param phrases pieces of the message, in lower case
 */
record Rule(FailureKind kind, Set<Integer> statuses, Set<String> codes, List<String> phrases) {

  static Rule status(FailureKind kind, Integer... statuses) {
    return new Rule(kind, Set.of(statuses), Set.of(), List.of());
  }

  static Rule codes(FailureKind kind, String... codes) {
    return new Rule(kind, Set.of(), Set.of(codes), List.of());
  }

  Rule at(Integer... statuses) {
    return new Rule(kind, Set.of(statuses), codes, phrases);
  }

  static Rule phrases(FailureKind kind, String... phrases) {
    return new Rule(kind, Set.of(), Set.of(), List.of(phrases));
  }

  /** Returns by what the reply is of this kind, or empty if it is not. */
  Optional<String> evidence(ServerReply reply, Optional<String> readableMessage) {
    if (!statusFits(reply.status())) {
      return Optional.empty();
    }
    Optional<String> code = reply.codes().stream().filter(this::hasCode).findFirst();
    if (!codes.isEmpty() && code.isEmpty()) {
      return Optional.empty();
    }
    Optional<String> phrase = readableMessage.flatMap(this::phraseIn);
    if (!phrases.isEmpty() && phrase.isEmpty()) {
      return Optional.empty();
    }
    String status = Integer.toString(reply.status());
    return Optional.of(
        !codes.isEmpty()
            ? status + " + code " + code.orElseThrow()
            : phrase.map(p -> status + " + text '" + p + "'").orElse(status));
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

  private Optional<String> phraseIn(String message) {
    String lower = message.toLowerCase(Locale.ROOT);
    return phrases.stream().filter(lower::contains).findFirst();
  }
}
