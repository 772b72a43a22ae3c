package dev.modeldispatch.core;

import static org.awaitility.Awaitility.await;

import dev.modeldispatch.DispatchEvent;
import dev.modeldispatch.ModelResult;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** A subscriber that pulls what it is told to, and keeps what it hears. */
class Puller implements Flow.Subscriber<DispatchEvent> {
  final List<DispatchEvent> events = Collections.synchronizedList(new ArrayList<>());
  final List<Throwable> errors = new CopyOnWriteArrayList<>();
  final CompletableFuture<Flow.Subscription> subscribed = new CompletableFuture<>();
  private final AtomicInteger completions = new AtomicInteger();
  private final AtomicLong texts = new AtomicLong();

  @Override
  public void onSubscribe(Flow.Subscription subscription) {
    subscribed.complete(subscription);
  }

  @Override
  public void onNext(DispatchEvent event) {
    events.add(event);
    texts.addAndGet(event instanceof DispatchEvent.Text ? 1 : 0);
  }

  @Override
  public void onError(Throwable thrown) {
    errors.add(thrown);
  }

  @Override
  public void onComplete() {
    completions.incrementAndGet();
  }

  void pull(long n) {
    subscribed.join().request(n);
  }

  void cancel() {
    subscribed.join().cancel();
  }

  /** {@return how many pieces of text were heard} */
  long texts() {
    return texts.get();
  }

  int completions() {
    return completions.get();
  }

  ModelResult result() {
    return ((DispatchEvent.Settled) events.get(events.size() - 1)).result();
  }

  void awaitComplete() {
    await().until(() -> completions() > 0);
  }
}
