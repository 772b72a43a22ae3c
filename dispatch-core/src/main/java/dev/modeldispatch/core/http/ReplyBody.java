package dev.modeldispatch.core.http;

import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Takes in a reply's body, collected up to the cap or piece by piece, and sees that it does not
 * stop.
 *
 * <p>Between threads: one piece is asked for at a time; after it the reader says when the next may
 * come, at once or later, on any thread. Until then the exchange is paused, and its silence counts
 * anew from the moment it goes on.
 *
 * <p>The end is told to the exchange from here, on the HTTP thread: the client's own future would
 * come over the common pool, which may be busy.
 */
final class ReplyBody implements BodySubscriber<byte[]> {
  private static final int FIRST_SIZE = 2_048;

  private final RunningExchange exchange;
  private final HttpResponse.ResponseInfo head;
  private final HttpTransport transport;
  private final CompletableFuture<byte[]> done = new CompletableFuture<>();
  private final Optional<BodyReader> reader;
  private byte[] bytes = new byte[0];
  private int size;
  private volatile Instant lastContent;
  private volatile boolean begun;
  private volatile @Nullable Pause pause;
  private volatile Flow.@Nullable Subscription subscription;
  private volatile boolean cancelled;

  ReplyBody(
      RunningExchange exchange,
      HttpResponse.ResponseInfo head,
      HttpTransport transport,
      Optional<BodyReader> reader) {
    this.reader = reader;
    this.exchange = exchange;
    this.head = head;
    this.transport = transport;
    this.lastContent = transport.clock().instant();
  }

  @Override
  public CompletionStage<byte[]> getBody() {
    return done;
  }

  @Override
  public void onSubscribe(Flow.Subscription flow) {
    subscription = flow;
    if (cancelled) {
      flow.cancel();
    } else {
      flow.request(1);
    }
  }

  @Override
  public void onNext(List<ByteBuffer> buffers) {
    for (ByteBuffer buffer : buffers) {
      if (!take(buffer)) {
        return;
      }
    }
    if (reader.isPresent()) {
      pauseFor(reader.get());
    } else {
      readOn();
    }
  }

  private void pauseFor(BodyReader slow) {
    var next = new Pause();
    pause = next;
    try {
      slow.whenRead(next);
    } catch (RuntimeException e) {
      exchange.broken(e);
    }
    next.lasts();
  }

  private void readOn() {
    Flow.Subscription flow = subscription;
    if (flow != null) {
      flow.request(1);
    }
  }

  private boolean take(ByteBuffer piece) {
    boolean content;
    try {
      content = reader.isPresent() ? reader.get().read(piece) : Blanks.areNotAll(piece);
    } catch (RuntimeException e) { // the client would only drop the connection, and tell nobody
      exchange.broken(e);
      return false;
    }
    if (content) {
      begun = true;
      lastContent = transport.clock().instant();
    }
    return reader.isPresent() || keep(piece);
  }

  /** Adds the piece to what is collected; false if it is too much. */
  private boolean keep(ByteBuffer piece) {
    int cap = transport.limits().maxResponseBytes();
    int more = piece.remaining();
    if (more > cap - size) {
      bytes = new byte[0];
      exchange.tooLarge("body", cap);
      return false;
    }
    makeRoom(more, cap);
    piece.get(bytes, size, more);
    size += more;
    return true;
  }

  @Override
  public void onError(Throwable thrown) {
    exchange.broken(thrown);
    done.completeExceptionally(thrown);
  }

  @Override
  public void onComplete() {
    byte[] whole = bytes.length == size ? bytes : Arrays.copyOf(bytes, size);
    bytes = new byte[0]; // an idle connection of the JDK's keeps this object
    exchange.whole(head, whole);
    done.complete(whole);
  }

  /** {@return whether content has come} */
  boolean hasBegun() {
    return begun;
  }

  /** {@return whether the socket is left unread, so that silence is not the server's} */
  boolean isPaused() {
    Pause last = pause;
    return last != null && !last.isOver();
  }

  /** {@return how long no content has come} */
  Duration quietFor() {
    return Duration.between(lastContent, transport.clock().instant());
  }

  void cancel() {
    cancelled = true;
    Flow.Subscription flow = subscription;
    if (flow != null) {
      flow.cancel();
    }
  }

  private void makeRoom(int more, int cap) {
    if (bytes.length - size < more) {
      long grown = Math.max((long) size + more, Math.min(cap, Math.max(FIRST_SIZE, size * 2L)));
      bytes = Arrays.copyOf(bytes, (int) grown);
    }
  }

  /** From one piece to the next. It ends once, whoever ends it how often. */
  private final class Pause implements Runnable {
    private final AtomicBoolean over = new AtomicBoolean();
    private volatile @Nullable Thread asking = Thread.currentThread();

    /** The reader was asked, and did not read on at once. */
    void lasts() {
      asking = null;
    }

    boolean isOver() {
      return over.get();
    }

    @Override
    public void run() {
      if (!isOver() && Thread.currentThread() != asking) {
        lastContent = transport.clock().instant(); // before it is over, or it would look silent
      }
      if (over.compareAndSet(false, true)) {
        readOn();
      }
    }
  }
}
