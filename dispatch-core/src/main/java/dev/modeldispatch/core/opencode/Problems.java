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

  static Failure aborted() {
    return Failure.builder(FailureKind.CANCELLED, "the turn was aborted.")
        .evidence("abort")
        .build();
  }

  static Failure swallowed(ModelTarget target) {
    return Failure.builder(
            FailureKind.SERVER_ERROR,
            target + ": the opencode server took the prompt, and nothing came of it.")
        .hint("Look at its log; check the model and the agent.")
        .evidence("no answer and no error for 30 s, while the session rested")
        .build();
  }

  static Failure wantedPerson(ModelTarget target, String ask) {
    return Failure.builder(
            FailureKind.TOOL_DENIED,
            target + ": the turn ended at a tool that needs a person, of whom there is none.")
        .hint("Say in the prompt what is allowed, and that nobody can be asked.")
        .evidence(ask.isEmpty() ? "finish tool-calls" : "asked for " + ask)
        .retryable(false)
        .build();
  }

  static Failure noSuchSession(String server) {
    return Failure.builder(
            FailureKind.INVALID_REQUEST,
            "the session is not at the opencode server at " + server + ", or has ended.")
        .hint("Make a new one.")
        .evidence("session gone or archived")
        .build();
  }

  static Failure stillWorks(String server, String what) {
    return Failure.builder(
            FailureKind.SERVER_ERROR,
            "a session at the opencode server at " + server + " does not rest; " + what + ".")
        .hint("Try again, or restart the server.")
        .evidence("still busy")
        .build();
  }

  static Failure closed() {
    return Failure.builder(FailureKind.CANCELLED, "the sessions' plug is closed.").build();
  }

  static Failure notTaken(String server, ServerAnswer answer) {
    return answer.broken().orElseGet(() -> notDone(server, "prompted", answer));
  }

  static Failure notDone(String server, String what, ServerAnswer answer) {
    return answer
        .broken()
        .orElseGet(
            () ->
                Failure.builder(
                        answer.status() / 100 == 4
                            ? FailureKind.INVALID_REQUEST
                            : FailureKind.SERVER_ERROR,
                        "the session at the opencode server at "
                            + server
                            + " was not "
                            + what
                            + ".")
                    .hint("Look at the server's log.")
                    .evidence("status " + answer.status())
                    .httpStatus(answer.status())
                    .build());
  }

  static Failure unexpected(Throwable thrown) {
    return Failure.builder(FailureKind.UNKNOWN, "the session's plug failed.")
        .hint("This is a bug; report it with the log.")
        .evidence(thrown.getClass().getName())
        .build();
  }
}
