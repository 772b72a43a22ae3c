package dev.modeldispatch.core.engine;

import dev.modeldispatch.Attempt;
import dev.modeldispatch.DispatchEvent;
import dev.modeldispatch.Failure;
import dev.modeldispatch.FailureKind;
import dev.modeldispatch.connector.Call;
import dev.modeldispatch.connector.ModelConnector;
import dev.modeldispatch.connector.Reply;
import java.time.Duration;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A server in this process, on two threads of its own, that does one of twelve things.
 *
 * <p>Between threads: whoever takes a call out of {@code open} has ended it, the server or the
 * abort; the random source is shared, so that what is drawn is seeded and who gets it is not.
 */
final class FuzzServer implements ModelConnector {
  private static final int SLOWEST_MS = 15;

  private final Random random;
  private final ScheduledExecutorService threads =
      Executors.newScheduledThreadPool(2, task -> new Thread(task, "fuzz-server"));
  private final Set<Call> open = ConcurrentHashMap.newKeySet();
  private final AtomicInteger sent = new AtomicInteger();
  private final AtomicInteger secondEnds = new AtomicInteger();

  FuzzServer(long seed) {
    this.random = new Random(seed);
  }

  /** {@return the attempts that neither ended nor were called off} */
  Set<Call> open() {
    return open;
  }

  /** {@return how many prompts it got} */
  int sent() {
    return sent.get();
  }

  /** {@return how often a second end of an attempt was taken} */
  int secondEnds() {
    return secondEnds.get();
  }

  @Override
  public Set<String> providers() {
    return Set.of("fake");
  }

  @Override
  public void call(Call call) {
    open.add(call);
    call.onAbort(() -> open.remove(call));
    switch (random.nextInt(12)) {
      case 0 -> sent(call, () -> end(call, answer()));
      case 1 -> later(call, answer());
      case 2 -> later(call, failure(FailureKind.OVERLOADED));
      case 3 -> sent(call, () -> end(call, failure(FailureKind.RATE_LIMITED)));
      case 4 -> later(call, failure(FailureKind.AUTH_REJECTED));
      case 5 -> sent(call, () -> {}); // and never a word
      case 6 -> throwNow(call);
      case 7 -> sent(call, () -> throwError(call));
      case 8 -> twice(call);
      case 9 -> cut(call);
      case 10 -> later(call, hinted());
      default -> queued(call);
    }
  }

  private void sent(Call call, Runnable then) {
    call.sending();
    if (!call.isOver()) {
      sent.incrementAndGet();
      then.run();
    }
  }

  private void later(Call call, Reply reply) {
    sent(call, () -> soon(() -> end(call, reply)));
  }

  private void soon(Runnable task) {
    var unused = threads.schedule(task, random.nextInt(SLOWEST_MS), TimeUnit.MILLISECONDS);
  }

  private void end(Call call, Reply reply) {
    open.remove(call);
    call.settle(reply);
  }

  private void twice(Call call) {
    sent(
        call,
        () -> {
          end(call, answer());
          secondEnds.addAndGet(call.settle(answer()) ? 1 : 0);
        });
  }

  private void cut(Call call) {
    sent(
        call,
        () -> {
          call.text(DispatchEvent.Text.Kind.ANSWER, "half");
          soon(() -> end(call, failure(FailureKind.CONNECTION_LOST)));
        });
  }

  private void queued(Call call) {
    call.queued("a place");
    soon(
        () -> {
          call.dequeued();
          later(call, answer());
        });
  }

  private void throwNow(Call call) {
    open.remove(call);
    throw new IllegalStateException("a connector");
  }

  private void throwError(Call call) {
    open.remove(call);
    throw new StackOverflowError("a connector");
  }

  private static Reply answer() {
    return Reply.answer("well").build();
  }

  private static Reply failure(FailureKind kind) {
    return Reply.failure(Failure.builder(kind, "scripted").build()).sent(Attempt.Sent.YES).build();
  }

  private Reply hinted() {
    var wait = Duration.ofMillis(random.nextInt(40));
    return Reply.failure(
            Failure.builder(FailureKind.RATE_LIMITED, "scripted").retryAfter(wait).build())
        .build();
  }

  /** Lets what is under way come to its end. */
  @Override
  public void close() {
    threads.shutdown();
    try {
      if (!threads.awaitTermination(5, TimeUnit.SECONDS)) {
        throw new AssertionError("the server's threads still work");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
