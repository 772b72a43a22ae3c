package dev.modeldispatch.core.http;

import dev.modeldispatch.Attempt;
import dev.modeldispatch.Failure;
import dev.modeldispatch.FailureKind;
import dev.modeldispatch.core.failure.TransportFailures;
import dev.modeldispatch.core.failure.TransportFailures.Phase;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodySubscriber;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * One exchange under way.
 *
 * <p>Between threads: the end is claimed by the first of reply read, transport failure, limit
 * passed, abort ({@code over}); the claimer alone tells the sink, an abort tells nobody. Nothing
 * but {@code cancel(true)} is ever called on the client's future, since anything else would leave
 * the socket open; and it is called on a {@code ripcord} derived from that future, since the client
 * fails its own future on a refused head and leaves the socket open, and a future that is over
 * cannot be cancelled. Whoever ends before the cord is known leaves the cancel to {@link #start}. A
 * close takes the client about half a millisecond, so that who is not on an HTTP thread (a caller
 * that cancels hundreds, the timer) leaves it to one. No lock is held when the sink is called.
 */
final class RunningExchange implements Exchange, BodyHandler<byte[]> {
  private final HttpTransport transport;
  private final URI uri;
  private final Duration idle;
  private final Optional<Duration> firstContent;
  private final HttpSink sink;
  private final AtomicBoolean over = new AtomicBoolean();
  private volatile @Nullable Instant sentAt;
  private volatile Phase phase = Phase.BEFORE_SENDING;
  private volatile boolean cut;
  private volatile @Nullable CompletableFuture<?> ripcord;
  private volatile @Nullable ReplyBody body;

  RunningExchange(HttpTransport transport, HttpAsk ask, HttpSink sink) {
    this.transport = transport;
    this.uri = ask.uri();
    this.idle = ask.idle().orElse(transport.limits().idle());
    this.firstContent =
        ask.idle().isPresent() ? Optional.empty() : transport.limits().firstContent();
    this.sink = sink;
  }

  void start(HttpClient client, HttpAsk ask) {
    CompletableFuture<HttpResponse<byte[]>> sent;
    try {
      sent = client.sendAsync(ask.request(this::sending), this);
    } catch (IllegalArgumentException | SecurityException e) {
      throw e;
    } catch (Throwable e) { // the client throws errors when descriptors run out
      broken(e);
      return;
    }
    CompletableFuture<?> cord = sent.exceptionallyCompose(this::thrown);
    ripcord = cord;
    if (cut) {
      cord.cancel(true);
    }
  }

  /** Never over by itself: what failed can still be cancelled, which closes its socket. */
  private CompletableFuture<HttpResponse<byte[]>> thrown(Throwable thrown) {
    broken(thrown);
    return new CompletableFuture<>();
  }

  private boolean sending() {
    sentAt = transport.clock().instant();
    phase = Phase.BEFORE_REPLY;
    return sink.sending() && !over.get();
  }

  @Override
  public BodySubscriber<byte[]> apply(HttpResponse.ResponseInfo head) {
    phase = Phase.IN_REPLY;
    var reader =
        new ReplyBody(this, head, transport, sink.reader(head.statusCode(), head.headers()));
    body = reader;
    long size = HeadSize.of(head.headers());
    if (size > transport.limits().maxHeaderBytes()) {
      tooLarge("head", transport.limits().maxHeaderBytes());
    }
    return reader;
  }

  void whole(HttpResponse.ResponseInfo head, byte[] bytes) {
    if (claim()) {
      sink.ended(new HttpEnd.Whole(head.statusCode(), head.headers(), bytes));
    }
  }

  void broken(Throwable thrown) {
    end(TransportFailures.of(uri, thrown, phase));
  }

  void tooLarge(String what, int limit) {
    end(
        Failure.builder(
                FailureKind.RESPONSE_TOO_LARGE,
                origin() + " sent a reply whose " + what + " is above " + limit + " bytes.")
            .hint("Raise the limit when building the dispatcher, or ask for less.")
            .evidence(what + " > " + limit + " bytes")
            .build());
  }

  /** Looks whether content comes, and still comes; on the timer. */
  void look() {
    ReplyBody reader = body;
    if (reader != null && reader.isPaused()) {
      return;
    }
    if (reader != null && reader.quietFor().compareTo(idle) >= 0) {
      stalled("content", idle, "idle limit");
    } else if (reader == null || !reader.hasBegun()) {
      firstContent
          .filter(limit -> waitedFor().compareTo(limit) >= 0)
          .ifPresent(limit -> stalled("first content", limit, "first-content limit"));
    }
  }

  /** {@return since when bytes of the request have left} */
  private Duration waitedFor() {
    Instant since = sentAt;
    return since == null ? Duration.ZERO : Duration.between(since, transport.clock().instant());
  }

  private void stalled(String what, Duration limit, String name) {
    long ms = limit.toMillis();
    endElsewhere(
        Failure.builder(FailureKind.STALLED, origin() + " sent no " + what + " for " + ms + " ms.")
            .hint("Try again, or raise the " + name + " when building the dispatcher.")
            .evidence(name + " " + ms + " ms")
            .build());
  }

  /** The transport closes: nobody else may be left to end what waits for this. */
  void closed() {
    endElsewhere(
        Failure.builder(FailureKind.CANCELLED, "the connection to " + origin() + " was closed.")
            .evidence("the dispatcher was closed")
            .build());
  }

  private void end(Failure failure) {
    if (claim()) {
      closeSocket();
      sink.ended(new HttpEnd.Broken(failure, sent()));
    }
  }

  private void endElsewhere(Failure failure) {
    if (claim()) {
      closeSocketElsewhere();
      sink.ended(new HttpEnd.Broken(failure, sent()));
    }
  }

  @Override
  public void abort() {
    if (claim()) {
      closeSocketElsewhere();
    }
  }

  private boolean claim() {
    if (!over.compareAndSet(false, true)) {
      return false;
    }
    transport.forget(this);
    return true;
  }

  private void closeSocketElsewhere() {
    cut = true;
    transport.threads().execute(this::closeSocket);
  }

  private void closeSocket() {
    cut = true;
    CompletableFuture<?> cord = ripcord;
    if (cord != null) {
      cord.cancel(true);
    }
    ReplyBody reader = body;
    if (reader != null) {
      reader.cancel();
    }
  }

  private Attempt.Sent sent() {
    return switch (phase) {
      case BEFORE_SENDING -> Attempt.Sent.NO;
      case BEFORE_REPLY -> Attempt.Sent.MAYBE;
      case IN_REPLY -> Attempt.Sent.YES;
    };
  }

  private String origin() {
    return uri.getScheme() + "://" + uri.getAuthority();
  }
}
