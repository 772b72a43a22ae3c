package dev.modeldispatch.testkit.server;

import dev.modeldispatch.testkit.server.RecordedExchange.End;
import dev.modeldispatch.testkit.server.Recorder.Turn;
import java.io.ByteArrayOutputStream;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/**
 * A call that is passed on: what the real server sends goes to the client at once, and is kept when
 * it is over.
 *
 * <p>Three can end it: the real server on the HTTP client's threads, the client that hangs up on
 * the front's thread, and {@code close()}. The first of them wins, under the monitor, and says how
 * it ended; bytes that come later are dropped. The file is written after that, on the thread that
 * won, with nothing held, and before the client sees the end.
 */
final class RelayedCall
    implements HttpResponse.BodyHandler<Void>, HttpResponse.BodySubscriber<Void> {
  private final Recorder recorder;
  private final Connection connection;
  private final ServerCall call;
  private final Turn turn;
  private final ByteArrayOutputStream received = new ByteArrayOutputStream();
  private final CompletableFuture<Void> body = new CompletableFuture<>();
  private @Nullable WireAnswer head;
  private @Nullable CompletableFuture<?> sent;
  private volatile boolean chunked;
  private boolean over;

  RelayedCall(Recorder recorder, Connection connection, ServerCall call, Turn turn) {
    this.recorder = recorder;
    this.connection = connection;
    this.call = call;
    this.turn = turn;
  }

  void send(HttpClient http, java.net.http.HttpRequest request) {
    CompletableFuture<?> going = http.sendAsync(request, this);
    synchronized (this) {
      sent = going;
      if (over) {
        going.cancel(true); // hung up before it was sent
      }
    }
    call.whenClientCloses(this::hangUp);
    var unused =
        going.whenComplete(
            (response, problem) -> {
              if (problem != null) {
                broken(problem);
              }
            });
  }

  /** Says to the client that it cannot be done, and to the test as well. */
  void refuse(String why) {
    String what = "not recorded: " + turn.request().line() + ": " + why;
    recorder.journal().unmatched(what);
    call.plays("not recorded", 502);
    connection.play(Travel.whole(recorder.errors(turn.lane()).of(502, what)));
  }

  @Override
  public HttpResponse.BodySubscriber<Void> apply(HttpResponse.ResponseInfo info) {
    List<WireAnswer.Header> all = new ArrayList<>();
    info.headers()
        .map()
        .forEach((name, values) -> values.forEach(v -> all.add(new WireAnswer.Header(name, v))));
    var answer = new WireAnswer(info.statusCode(), Recorder.passedOn(all), Bytes.NONE);
    boolean known = info.headers().firstValue("content-length").isPresent();
    synchronized (this) {
      head = answer;
      chunked = !known && info.statusCode() != 204;
    }
    call.plays("the real server", info.statusCode());
    if (chunked) {
      connection.play(List.of(new Act.Send(answer.head(Travel.CHUNKED))));
    }
    return this;
  }

  @Override
  public CompletionStage<Void> getBody() {
    return body;
  }

  @Override
  public void onSubscribe(Flow.Subscription subscription) {
    subscription.request(Long.MAX_VALUE);
  }

  @Override
  public void onNext(List<ByteBuffer> buffers) {
    var piece = new ByteArrayOutputStream();
    for (ByteBuffer buffer : buffers) {
      byte[] bytes = new byte[buffer.remaining()];
      buffer.get(bytes);
      piece.writeBytes(bytes);
    }
    synchronized (this) {
      if (over || piece.size() == 0) {
        return;
      }
      received.writeBytes(piece.toByteArray());
    }
    if (chunked) {
      connection.play(List.of(new Act.Send(Travel.chunk(Bytes.of(piece)))));
    }
  }

  @Override
  public void onError(Throwable problem) {
    body.completeExceptionally(problem);
  }

  @Override
  public void onComplete() {
    end(End.WHOLE)
        .ifPresent(
            reply ->
                connection.play(
                    chunked
                        ? List.of(new Act.Send(Travel.LAST_CHUNK), Act.End.KEEP_OPEN)
                        : Travel.whole(reply)));
    body.complete(null);
  }

  private void broken(Throwable problem) {
    boolean began;
    synchronized (this) {
      began = head != null;
    }
    if (began) {
      end(End.CUT)
          .ifPresent(
              reply ->
                  connection.play(chunked ? List.of(Act.End.CLOSE) : RecordedExchange.cut(reply)));
    } else if (take()) {
      recorder.over(this);
      refuse("the real server cannot be reached: " + problem);
    }
  }

  /** Ends the call at the real server, too. */
  void hangUp() {
    var unused = end(End.OPEN);
    synchronized (this) {
      if (sent != null && over) {
        sent.cancel(true);
      }
    }
  }

  /** Says whether it is not over yet, which it then is. */
  private synchronized boolean take() {
    boolean first = !over;
    over = true;
    return first;
  }

  /** Ends it and keeps what came; empty if it is over, or nothing came. */
  private Optional<WireAnswer> end(End how) {
    if (!take()) {
      return Optional.empty(); // loses to who ended it first
    }
    recorder.over(this);
    Optional<WireAnswer> reply;
    synchronized (this) {
      reply = Optional.ofNullable(head).map(h -> h.body(Bytes.of(received)));
    }
    reply.ifPresent(r -> keep(r, how));
    return reply;
  }

  private void keep(WireAnswer reply, End how) {
    try {
      var unused = StandardCharsets.UTF_8.newDecoder().decode(reply.body().buffer());
      recorder.keep(turn, reply, how);
    } catch (CharacterCodingException | RuntimeException e) {
      recorder.journal().unmatched("not recorded: " + turn.request().line() + ": " + e);
    }
  }
}
