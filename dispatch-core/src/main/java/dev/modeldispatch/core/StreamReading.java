package dev.modeldispatch.core;

import dev.modeldispatch.DispatchEvent;
import dev.modeldispatch.DispatchListener;
import dev.modeldispatch.core.internal.PacedListener;
import java.util.Optional;
import java.util.concurrent.Flow;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One subscriber's dispatch.
 *
 * <p>Between threads: events come one after the other, and only while {@link #isReady}, so that
 * whoever tells them is the only one that signals; {@code demand} rises on any thread and falls
 * there. A cancel forgets the subscriber first and ends the dispatch then. A request that is no
 * request ends the dispatch too, and the next event, which is its end at the latest, is told as an
 * error. Whoever stops before the dispatch is known leaves ending it to {@link #begin}.
 */
final class StreamReading implements Flow.Subscription, PacedListener {
  private static final Logger LOG = LoggerFactory.getLogger(StreamReading.class);

  private final AtomicLong demand = new AtomicLong();
  private volatile Flow.@Nullable Subscriber<? super DispatchEvent> subscriber;
  private volatile @Nullable IllegalArgumentException misuse;
  private volatile boolean stopped;
  private volatile @Nullable Future<?> work;
  private volatile Runnable goOn = () -> {};

  StreamReading(Flow.Subscriber<? super DispatchEvent> subscriber) {
    this.subscriber = subscriber;
  }

  /** Hands itself to the subscriber, and starts the dispatch unless it is stopped by then. */
  void begin(Function<DispatchListener, Future<?>> start) {
    signal(reader -> reader.onSubscribe(this));
    if (stopped) {
      misused().ifPresent(wrong -> last(reader -> reader.onError(wrong)));
      return;
    }
    try {
      work = start.apply(this);
    } catch (RuntimeException e) { // a prompt that no dispatch can be made of
      last(reader -> reader.onError(e));
    }
    if (stopped) {
      endWork();
    }
  }

  @Override
  public void request(long n) {
    if (n > 0) {
      demand.accumulateAndGet(n, (had, more) -> had + more < 0 ? Long.MAX_VALUE : had + more);
      goOn.run();
    } else if (!stopped) {
      misuse = new IllegalArgumentException("request(" + n + "): ask for 1 or more (rule 3.9).");
      stop();
    }
  }

  @Override
  public void cancel() {
    subscriber = null;
    stop();
  }

  private void stop() {
    stopped = true;
    endWork();
    goOn.run(); // what is queued is for nobody
  }

  private void endWork() {
    Future<?> running = work;
    if (running != null) {
      running.cancel(true);
    }
  }

  @Override
  public boolean isReady() {
    return stopped || demand.get() > 0;
  }

  @Override
  public void onReady(Runnable tellOn) {
    goOn = tellOn;
  }

  @Override
  public void onEvent(DispatchEvent event) {
    Optional<IllegalArgumentException> wrong = misused();
    if (wrong.isPresent()) {
      last(reader -> reader.onError(wrong.get()));
      return;
    }
    demand.updateAndGet(left -> left == Long.MAX_VALUE ? left : Math.max(0, left - 1));
    signal(reader -> reader.onNext(event));
    if (event instanceof DispatchEvent.Settled) {
      last(Flow.Subscriber::onComplete);
    }
  }

  private Optional<IllegalArgumentException> misused() {
    return Optional.ofNullable(misuse);
  }

  /** Signals, and forgets the subscriber before that: nothing comes after it. */
  private void last(Consumer<Flow.Subscriber<? super DispatchEvent>> signal) {
    var reader = subscriber;
    subscriber = null;
    signal(reader, signal);
  }

  private void signal(Consumer<Flow.Subscriber<? super DispatchEvent>> signal) {
    signal(subscriber, signal);
  }

  private void signal(
      Flow.@Nullable Subscriber<? super DispatchEvent> reader,
      Consumer<Flow.Subscriber<? super DispatchEvent>> signal) {
    if (reader != null) {
      try {
        signal.accept(reader);
      } catch (Throwable e) { // the subscriber's mistake, which by rule 2.13 ends its subscription
        LOG.warn("a subscriber threw {}; its dispatch is cancelled", e.getClass().getName());
        cancel();
      }
    }
  }
}
