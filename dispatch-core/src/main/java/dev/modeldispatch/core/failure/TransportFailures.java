package dev.modeldispatch.core.failure;

import dev.modeldispatch.Failure;
import dev.modeldispatch.FailureKind;
import java.net.ConnectException;
import java.net.ProtocolException;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpConnectTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import javax.net.ssl.SSLException;

/**
 * Names what went wrong on the way. Only the exception's class is shown: its message can quote the
 * server's bytes.
 */
public final class TransportFailures {
  private TransportFailures() {}

  /** How far an exchange had come. */
  public enum Phase {
    /** No byte of the prompt had left. */
    BEFORE_SENDING,
    /** Bytes may have left, no reply had begun. */
    BEFORE_REPLY,
    /** The reply had begun. */
    IN_REPLY
  }

  /** Returns the failure of an exchange with this origin that broke in this phase. */
  public static Failure of(URI origin, Throwable thrown, Phase phase) {
    Throwable cause = unwrapped(thrown);
    String server = origin.getScheme() + "://" + origin.getAuthority();
    if (phase == Phase.BEFORE_SENDING) {
      return unreachable(server, cause);
    }
    if (cause instanceof ProtocolException) {
      return notHttp(server, cause);
    }
    var lost =
        Failure.builder(
                FailureKind.CONNECTION_LOST,
                phase == Phase.IN_REPLY
                    ? server + " broke off its reply."
                    : server + " closed the connection without a reply.")
            .hint("Try again; if it repeats, look at the server's log.")
            .evidence(cause.getClass().getSimpleName());
    return phase == Phase.IN_REPLY ? lost.retryable(false).build() : lost.build();
  }

  /** The message is read here and never shown: it can quote the server's bytes. */
  private static Failure notHttp(String server, Throwable cause) {
    boolean large = String.valueOf(cause.getMessage()).startsWith("Header size too big");
    return large
        ? Failure.builder(
                FailureKind.RESPONSE_TOO_LARGE,
                server + " sent a reply whose head is above what this JVM reads.")
            .hint("Look at what the server, or a gateway before it, adds to its replies.")
            .evidence("head > the JVM's limit")
            .build()
        : Failure.builder(
                FailureKind.MALFORMED_RESPONSE, server + " sent a reply that is no proper HTTP.")
            .hint("Check that the base URL is this provider's, and look at the server's log.")
            .evidence(cause.getClass().getSimpleName())
            .build();
  }

  private static Failure unreachable(String server, Throwable cause) {
    String why =
        hasCause(cause, UnresolvedAddressException.class)
                || hasCause(cause, UnknownHostException.class)
            ? "its name is not known"
            : hasCause(cause, HttpConnectTimeoutException.class)
                ? "the connect limit passed"
                : hasCause(cause, SSLException.class)
                    ? "no secure connection could be made"
                    : hasCause(cause, ConnectException.class)
                        ? "the connection was refused"
                        : "no connection could be made";
    return Failure.builder(FailureKind.UNREACHABLE, server + " cannot be reached: " + why + ".")
        .hint("Check that the server runs and that the base URL is right.")
        .evidence(cause.getClass().getSimpleName())
        .build();
  }

  private static boolean hasCause(Throwable thrown, Class<? extends Throwable> type) {
    Throwable at = thrown;
    for (int depth = 0; at != null && depth < 10; depth++) {
      if (type.isInstance(at)) {
        return true;
      }
      at = at.getCause();
    }
    return false;
  }

  private static Throwable unwrapped(Throwable thrown) {
    Throwable at = thrown;
    while ((at instanceof CompletionException || at instanceof ExecutionException)
        && at.getCause() != null) {
      at = at.getCause();
    }
    return at;
  }
}
