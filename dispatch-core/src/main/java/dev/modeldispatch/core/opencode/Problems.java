package dev.modeldispatch.core.opencode;

import dev.modeldispatch.Failure;
import dev.modeldispatch.FailureKind;
import dev.modeldispatch.ModelTarget;

/** What can be wrong around a prompt, in words. */
final class Problems {
  private Problems() {}

  static Failure notASession(String server, String evidence) {
    return Failure.builder(
            FailureKind.INVALID_REQUEST,
            "the session id is none of the opencode server at " + server + ".")
        .hint("Pass the session() of an earlier result from this server.")
        .evidence(evidence)
        .build();
  }

  static Failure noSession(String server, ServerAnswer answer) {
    return answer
        .broken()
        .orElseGet(
            () ->
                Failure.builder(
                        FailureKind.SERVER_ERROR,
                        "the opencode server at " + server + " made no session.")
                    .hint("Look at its log; check the directory.")
                    .evidence(answer.status() + " without a session id")
                    .httpStatus(answer.status())
                    .build());
  }

  static Failure noMessage(ModelTarget target, ServerAnswer answer) {
    boolean unknown = answer.status() == 404;
    String body = answer.json().isPresent() ? "other JSON" : "no JSON";
    return Failure.builder(
            unknown ? FailureKind.INVALID_REQUEST : FailureKind.MALFORMED_RESPONSE,
            target + ": the opencode server answered without a message.")
        .hint(
            unknown
                ? "The session is not known there; pass the session() of an earlier result."
                : "Check that the address is an opencode server's, and look at its log.")
        .evidence(answer.status() + " with " + body)
        .httpStatus(answer.status())
        .retryable(false)
        .build();
  }

  static Failure endlessLoop(ModelTarget target) {
    return Failure.builder(
            FailureKind.MALFORMED_RESPONSE,
            target
                + ": the provider's answers have no finish reason, so the server asks again"
                + " and again.")
        .hint("Check that the provider streams in its protocol; the session was aborted.")
        .evidence("more than 3 messages without a known finish")
        .build();
  }

  static Failure serverSilent(String server) {
    return Failure.builder(
            FailureKind.SERVER_ERROR, "the opencode server at " + server + " no longer answers.")
        .hint("Restart it; OpencodeServer does so by itself.")
        .evidence("no health report, twice")
        .build();
  }
}
