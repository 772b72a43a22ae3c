package dev.modeldispatch.core.http;

import dev.modeldispatch.Failure;
import dev.modeldispatch.FailureKind;
import dev.modeldispatch.core.failure.TransportFailures;
import dev.modeldispatch.core.failure.TransportFailures.Phase;
import dev.modeldispatch.core.http.SocketSink.End;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpTimeoutException;
import java.net.http.WebSocketHandshakeException;
import java.util.concurrent.CompletionException;

/** Names why a WebSocket is not, or no longer, open. */
final class SocketFailures {
  private final URI uri;

  SocketFailures(URI uri) {
    this.uri = uri;
  }

  /** It was never open. */
  End notOpened(Throwable thrown) {
    if (cause(thrown) instanceof WebSocketHandshakeException refused) {
      int status = refused.getResponse().statusCode();
      return new End(status, refused(status));
    }
    boolean unreached =
        has(thrown, ConnectException.class) || has(thrown, HttpTimeoutException.class);
    Phase phase = unreached ? Phase.BEFORE_SENDING : Phase.BEFORE_REPLY;
    return new End(0, TransportFailures.of(uri, thrown, phase));
  }

  private Failure refused(int status) {
    FailureKind kind =
        switch (status) {
          case 401 -> FailureKind.AUTH_REJECTED;
          case 403 -> FailureKind.PERMISSION_DENIED;
          default -> status >= 500 ? FailureKind.SERVER_ERROR : FailureKind.INVALID_REQUEST;
        };
    return failure(kind, "opened no stream.")
        .hint("Check the address and the key; look at the server's log.")
        .evidence("status " + status)
        .httpStatus(status)
        .build();
  }

  End broken(Throwable thrown) {
    return lost(cause(thrown).getClass().getSimpleName());
  }

  End lost(String evidence) {
    return end(
        failure(FailureKind.CONNECTION_LOST, "broke off the stream.")
            .hint("Try again; if it repeats, look at the server's log.")
            .evidence(evidence));
  }

  End tooLarge(int limit) {
    return end(
        failure(FailureKind.RESPONSE_TOO_LARGE, "sent a message above a mebibyte.")
            .hint("Look at what the server sends on its stream.")
            .evidence("message > " + limit + " characters"));
  }

  End noText() {
    return end(
        failure(FailureKind.MALFORMED_RESPONSE, "sent a message that is no text.")
            .hint("Check that the address is the server's.")
            .evidence("binary message"));
  }

  End closedHere() {
    return end(
        failure(FailureKind.CANCELLED, "is no longer connected, since it was closed here.")
            .evidence("the dispatcher was closed"));
  }

  /** Whether this says nothing of the socket: the message before still waits to be sent. */
  static boolean isTooEarly(Throwable thrown) {
    return cause(thrown) instanceof IllegalStateException;
  }

  private static End end(Failure.Builder failure) {
    return new End(0, failure.build());
  }

  private Failure.Builder failure(FailureKind kind, String what) {
    return Failure.builder(kind, uri.getScheme() + "://" + uri.getAuthority() + " " + what);
  }

  private static boolean has(Throwable thrown, Class<? extends Throwable> type) {
    Throwable at = thrown;
    for (int depth = 0; at != null && depth < 10; depth++) {
      if (type.isInstance(at)) {
        return true;
      }
      at = at.getCause();
    }
    return false;
  }

  private static Throwable cause(Throwable thrown) {
    return thrown instanceof CompletionException && thrown.getCause() != null
        ? thrown.getCause()
        : thrown;
  }
}
