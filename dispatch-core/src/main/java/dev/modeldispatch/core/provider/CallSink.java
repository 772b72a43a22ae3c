package dev.modeldispatch.core.provider;

import dev.modeldispatch.Attempt;
import dev.modeldispatch.Failure;
import dev.modeldispatch.Usage;
import dev.modeldispatch.connector.Call;
import dev.modeldispatch.connector.Reply;
import dev.modeldispatch.core.http.BodyReader;
import dev.modeldispatch.core.http.Exchange;
import dev.modeldispatch.core.http.HttpEnd;
import dev.modeldispatch.core.http.HttpSink;
import dev.modeldispatch.core.http.HttpTransport;
import java.net.http.HttpHeaders;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Turns the end of an exchange into its call's reply.
 *
 * <p>Between threads: the call knows which end is the first. A stream's end mark ends the call, not
 * the exchange: that has a second to end by itself, so that its connection can be used again, and
 * is running until it has ended or was aborted.
 */
final class CallSink implements HttpSink, ReplyStream.Owner {
  /** How long an exchange may go on behind its stream's end mark. */
  static final Duration LINGERS = Duration.ofSeconds(1);

  private final Call call;
  private final ReplyReader reader;
  private final HttpTransport transport;
  private final InstantSource clock;
  private final Consumer<CallSink> onOver;
  private volatile @Nullable Exchange exchange;
  private volatile @Nullable ReplyStream stream;
  private volatile @Nullable Future<?> lingering;
  private volatile boolean over;

  CallSink(
      Call call,
      ReplyReader reader,
      HttpTransport transport,
      InstantSource clock,
      Consumer<CallSink> onOver) {
    this.call = call;
    this.reader = reader;
    this.transport = transport;
    this.clock = clock;
    this.onOver = onOver;
  }

  /** Whether the reply is asked for as a stream. */
  boolean streams() {
    return call.wantsText() || transport.limits().firstContent().isPresent();
  }

  /** The exchange is under way. */
  void runs(Exchange begun) {
    exchange = begun;
    if (over || call.isOver()) {
      abort();
    }
  }

  @Override
  public boolean sending() {
    call.sending();
    return !call.isOver();
  }

  @Override
  public Optional<BodyReader> reader(int status, HttpHeaders headers) {
    if (status != 200 || !streams()) {
      return Optional.empty();
    }
    int maxBytes = transport.limits().maxResponseBytes();
    var body = new StreamBody(reader, headers, maxBytes, clock, new Told(call));
    var opened = new ReplyStream(body, call, transport.timers(), this);
    stream = opened;
    return Optional.of(opened);
  }

  @Override
  public void marked(Reply reply) {
    call.settle(reply);
    try {
      lingering =
          transport.timers().schedule(this::abort, LINGERS.toMillis(), TimeUnit.MILLISECONDS);
    } catch (RejectedExecutionException e) {
      abort(); // the timers are closed: nobody else would end it
    }
    if (over) {
      stopTimers(); // loses to the exchange's end
    }
  }

  @Override
  public void broke(Reply reply) {
    abort();
    call.settle(reply);
  }

  @Override
  public void ended(Reply reply) {
    call.settle(reply);
  }

  /** Ends the exchange; the call is ended by whoever calls. */
  @Override
  public void abort() {
    over();
    Exchange open = exchange;
    if (open != null) {
      open.abort();
    }
  }

  private void over() {
    over = true;
    onOver.accept(this);
    stopTimers();
  }

  private void stopTimers() {
    Future<?> timer = lingering;
    if (timer != null) {
      timer.cancel(false);
    }
    ReplyStream open = stream;
    if (open != null) {
      open.stopWaiting();
    }
  }

  /** The connector is closed. */
  void close(Failure closed) {
    abort();
    call.settle(Reply.failure(closed).sent(Attempt.Sent.MAYBE).build());
  }

  @Override
  public void ended(HttpEnd end) {
    over();
    ReplyStream open = stream;
    if (open != null) {
      open.ended(end);
    } else if (end instanceof HttpEnd.Whole whole) {
      call.settle(reader.read(whole, clock.instant()));
    } else if (end instanceof HttpEnd.Broken broken) {
      call.settle(
          Reply.failure(broken.failure())
              .sent(broken.sent())
              .usage(broken.sent() == Attempt.Sent.NO ? Usage.none() : Usage.unknown())
              .build());
    }
  }
}
