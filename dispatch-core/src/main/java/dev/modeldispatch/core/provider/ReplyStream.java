package dev.modeldispatch.core.provider;

import dev.modeldispatch.connector.Call;
import dev.modeldispatch.connector.Reply;
import dev.modeldispatch.core.http.BodyReader;
import dev.modeldispatch.core.http.HttpEnd;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Reads one streamed reply, and has its call settled at the stream's own end.
 *
 * <p>Between threads: pieces come one after the other, on HTTP threads; a broken connection, a
 * limit or a close comes from any thread, a missing end mark is noticed on the timer. The first of
 * them makes the one reply, under this object's lock; nothing is told after it. Text is told under
 * the lock, too, so that a reply holds what was told and nothing else: whoever is told takes a
 * dispatch's lock, never this one. The owner is called without it.
 */
final class ReplyStream implements BodyReader {
  /** How long an end mark is waited for behind a finish reason, while the socket is read. */
  static final Duration MARK_WITHIN = Duration.ofSeconds(5);

  private final StreamBody body;
  private final Call call;
  private final ScheduledExecutorService timers;
  private final Owner owner;
  private boolean over;
  private long pieces;
  private volatile @Nullable Future<?> waiting;

  /** Who has the exchange. */
  interface Owner {
    /** Ends the call; the exchange may end by itself. */
    void marked(Reply reply);

    /** Ends the call, and the exchange with it. */
    void broke(Reply reply);

    /** Ends the call; the exchange has ended. */
    void ended(Reply reply);

    /** Ends the exchange. */
    void abort();
  }

  ReplyStream(StreamBody body, Call call, ScheduledExecutorService timers, Owner owner) {
    this.body = body;
    this.call = call;
    this.timers = timers;
    this.owner = owner;
  }

  @Override
  public boolean read(ByteBuffer piece) {
    boolean content;
    Runnable step;
    synchronized (this) {
      pieces++;
      stopWaiting();
      content = body.read(piece);
      step = afterPiece();
    }
    step.run();
    return content;
  }

  private Runnable afterPiece() {
    if (over) {
      return body.isFlood() ? owner::abort : () -> {};
    }
    if (body.reply().isEmpty()) {
      return () -> {};
    }
    over = true;
    Reply reply = body.reply().get();
    return body.isMarked() ? () -> owner.marked(reply) : () -> owner.broke(reply);
  }

  /** Reads on when what was told has been read; what is behind the end nobody reads. */
  @Override
  public void whenRead(Runnable readOn) {
    if (isOver()) {
      readOn.run();
    } else {
      call.whenRead(
          () -> {
            waitForMark();
            readOn.run();
          });
    }
  }

  private synchronized boolean isOver() {
    return over;
  }

  private synchronized void waitForMark() {
    if (!over && body.lacksMark()) {
      long seen = pieces;
      try {
        waiting =
            timers.schedule(() -> noMark(seen), MARK_WITHIN.toMillis(), TimeUnit.MILLISECONDS);
      } catch (RejectedExecutionException e) {
        stopWaiting(); // the timers are closed: so is the dispatcher, which ends the exchange
      }
    }
  }

  private void noMark(long seen) {
    Reply reply;
    synchronized (this) {
      if (over || pieces != seen) {
        return; // loses to the piece that came
      }
      over = true;
      reply = body.unmarked();
    }
    owner.broke(reply);
  }

  void ended(HttpEnd end) {
    Reply reply;
    synchronized (this) {
      stopWaiting();
      if (over) {
        return;
      }
      over = true;
      reply = body.ended(end);
    }
    owner.ended(reply);
  }

  /** Nobody waits for the reply any more. */
  void stopWaiting() {
    Future<?> timer = waiting;
    if (timer != null) {
      timer.cancel(false);
    }
  }
}
