package dev.modeldispatch.core.fleet;

import com.fasterxml.jackson.databind.JsonNode;
import dev.modeldispatch.Failure;
import dev.modeldispatch.FailureKind;
import dev.modeldispatch.core.failure.RemoteText;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletionException;

/**
 * Names what an oppi server refuses. Its words decide nothing but whether a session is busy, and
 * are shown as {@link Failure#detail} alone.
 */
final class OppiFailures {
  private final OppiApi api;

  OppiFailures(OppiApi api) {
    this.api = api;
  }

  /** Returns the answer, or throws what it says. */
  JsonNode fine(OppiReply reply) {
    if (!reply.isFine()) {
      throw refused(reply);
    }
    return reply.json();
  }

  /** Returns the session that an answer has to hold. */
  OppiSeen seen(JsonNode session) {
    return OppiSeen.of(session).orElseThrow(() -> malformed("no session status"));
  }

  /** Returns what is thrown for a call that was not answered as it should be. */
  SessionException refused(OppiReply reply) {
    return new SessionException(reply.broken().orElseGet(() -> of(reply.status(), reply.json())));
  }

  private Failure of(int status, JsonNode body) {
    Failure.Builder failure =
        switch (body.path("code").asText("")) {
          case "SESSION_LIMIT_WORKSPACE" -> limit("a workspace", "SESSION_LIMIT_WORKSPACE");
          case "SESSION_LIMIT_GLOBAL" -> limit("the server", "SESSION_LIMIT_GLOBAL");
          default -> ofStatus(status).evidence("status " + status);
        };
    shown(body, List.of(), failure);
    return failure.httpStatus(status).build();
  }

  /** Returns why the stream was refused with this status. */
  Failure ofStream(int status) {
    return ofStatus(status).evidence("stream, status " + status).httpStatus(status).build();
  }

  private Failure.Builder ofStatus(int status) {
    return switch (status) {
      case 401 ->
          failure(FailureKind.AUTH_REJECTED, "refused the token.")
              .hint("Read it from the server's settings, ~/.config/oppi/config.json.");
      case 403 ->
          failure(FailureKind.PERMISSION_DENIED, "does not allow this.")
              .hint("Look what the token may do.");
      case 404 ->
          failure(FailureKind.INVALID_REQUEST, "does not know the workspace or the session.")
              .hint("Pass an id that the server has told; sessions can be deleted meanwhile.");
      case 429 ->
          failure(FailureKind.OVERLOADED, "has no room right now.").hint("Try again later.");
      default ->
          status / 100 == 2
              ? failure(FailureKind.MALFORMED_RESPONSE, "answered otherwise than documented.")
                  .hint("Check that the address is an oppi server's, and its version.")
              : status >= 500
                  ? failure(FailureKind.SERVER_ERROR, "failed.").hint("Look at its log.")
                  : failure(FailureKind.INVALID_REQUEST, "refused the request.")
                      .hint("See detail() for its words.");
    };
  }

  private Failure.Builder limit(String of, String code) {
    return failure(FailureKind.OVERLOADED, "runs as many sessions as " + of + " may have.")
        .hint("Stop sessions, or raise the limit of " + of + " at the server (" + code + ").")
        .evidence(code);
  }

  /** Returns the answer that lacks what it has to have. */
  SessionException malformed(String lacks) {
    return new SessionException(ofStatus(200).evidence(lacks).build());
  }

  /** Returns what a refused command's result says; these texts were sent. */
  SessionException command(JsonNode result, List<String> sent) {
    String command = result.path("command").asText("");
    RemoteText filter = RemoteText.filter(api.secrets(), sent);
    String error = result.path("error").asText("");
    String words = filter.readable(error).orElse("").toLowerCase(Locale.ROOT);
    Failure.Builder failure =
        words.equals("session is busy")
            ? failure(FailureKind.OVERLOADED, "takes no prompt while the session is busy.")
                .hint("Wait until it is ready, then prompt it.")
            : failure(FailureKind.INVALID_REQUEST, "refused the command.")
                .hint("See detail() for its words; look how the session is.");
    filter.shown(error).ifPresent(failure::detail);
    String evidence = command.matches("[a-z_]{1,40}") ? command : "a command";
    return new SessionException(failure.evidence(evidence + " without success").build());
  }

  /** Returns why a session ended with an error, or its turn did. */
  Failure ofSession(String error, List<String> sent) {
    var failure =
        Failure.builder(FailureKind.SERVER_ERROR, "the session's turn ended with an error.")
            .hint("See detail() for the server's words, and the session's trace.")
            .evidence("the oppi server at " + api.shown())
            .retryable(false);
    RemoteText.filter(api.secrets(), sent).shown(error).ifPresent(failure::detail);
    return failure.build();
  }

  Failure closed() {
    return failure(FailureKind.CANCELLED, "is no longer asked: its plug was closed.").build();
  }

  private void shown(JsonNode body, List<String> sent, Failure.Builder failure) {
    RemoteText.filter(api.secrets(), sent)
        .shown(body.path("error").asText(""))
        .ifPresent(failure::detail);
  }

  private Failure.Builder failure(FailureKind kind, String what) {
    return Failure.builder(kind, "the oppi server at " + api.shown() + " " + what);
  }

  /** Returns what was thrown as those who wait for it expect it. */
  static SessionException told(Throwable thrown) {
    Throwable cause = thrown;
    while (cause instanceof CompletionException && cause.getCause() != null) {
      cause = cause.getCause();
    }
    return cause instanceof SessionException known
        ? known
        : new SessionException(
            Failure.builder(FailureKind.UNKNOWN, "the plug to the oppi server failed.")
                .evidence(cause.getClass().getSimpleName())
                .build());
  }
}
