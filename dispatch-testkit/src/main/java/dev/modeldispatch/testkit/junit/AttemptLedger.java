package dev.modeldispatch.testkit.junit;

import dev.modeldispatch.Attempt;
import dev.modeldispatch.BatchDispatcher;
import dev.modeldispatch.BatchRequest;
import dev.modeldispatch.BatchResult;
import dev.modeldispatch.DispatchEvent;
import dev.modeldispatch.DispatchListener;
import dev.modeldispatch.Dispatcher;
import dev.modeldispatch.ModelResult;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Remembers the attempts that results report, to be compared with what came to the servers: those
 * certainly sent &lt;= prompt requests on the wire &lt;= those plus the ones that may have been
 * sent. Anything else is a retry that nobody was told of, or a report of what never was.
 *
 * <p>Send through {@link #over(Dispatcher)}, or make it a listener, or give it the results: one of
 * the three for each dispatch, and for all of the test. Thread-safe.
 *
 * <pre>{@code
 * @Test
 * void retriesAreReported(@ModelServer FakeModelServer server, @ModelServer AttemptLedger ledger) {
 *   server.model("flaky").fails(FailureKind.OVERLOADED).then().answers("well");
 *   ledger.over(dispatcherTo(server.baseUri())).dispatch(target, "Hi");
 * }                                                        // compared here
 * }</pre>
 */
public final class AttemptLedger implements DispatchListener, BatchRequest.Listener {
  private final List<ModelResult> results = new ArrayList<>();
  private int unsettled;

  /** Makes an empty one; the extension compares those that it hands out. */
  public AttemptLedger() {}

  /** Returns a dispatcher that sends through this one and remembers. */
  public Dispatcher over(Dispatcher dispatcher) {
    return (target, prompt, listener) -> {
      begin();
      var once = new Once();
      var heard = DispatchListener.onSettled(once::settle);
      try {
        return dispatcher.dispatchAsync(target, prompt, heard.andThen(listener));
      } catch (RuntimeException | Error refused) {
        once.drop();
        throw refused;
      }
    };
  }

  /** Returns a batch dispatcher that sends through this one and remembers. */
  public BatchDispatcher over(BatchDispatcher batches) {
    return request -> {
      var batch = batches.start(request);
      begin();
      batch.result().thenAccept(this::end).exceptionally(cancelled -> null);
      return batch;
    };
  }

  /** Remembers a result, and returns it. */
  public synchronized ModelResult add(ModelResult result) {
    results.add(result);
    return result;
  }

  /** Remembers the results of a batch, and returns it. */
  public BatchResult add(BatchResult result) {
    result.results().forEach(this::add);
    return result;
  }

  @Override
  public boolean wantsText() {
    return false;
  }

  @Override
  public void onEvent(DispatchEvent event) {
    if (event instanceof DispatchEvent.Settled settled) {
      add(settled.result());
    }
  }

  @Override
  public void onEvent(int slot, DispatchEvent event) {
    onEvent(event);
  }

  /** {@return how many attempts are reported as sent} */
  public int sent() {
    return count(Attempt.Sent.YES);
  }

  /** {@return how many attempts are reported as perhaps sent} */
  public int maybeSent() {
    return count(Attempt.Sent.MAYBE);
  }

  /** Fails unless this many prompt requests on the wire are explained by the reported attempts. */
  public void assertMatches(int promptRequests) {
    problem(promptRequests)
        .ifPresent(
            what -> {
              throw new AssertionError(what + ". " + Check.HIDDEN_SENDS.remedy());
            });
  }

  /** What is wrong if this many prompt requests came. */
  Optional<String> problem(int wire) {
    int open;
    synchronized (this) {
      open = unsettled;
    }
    if (open > 0) {
      return Optional.of(open + " recorded dispatches have not settled");
    }
    return wire >= sent() && wire <= sent() + maybeSent()
        ? Optional.empty()
        : Optional.of(wire + " prompt requests on the wire, but " + this);
  }

  /** Waits, but does not insist. */
  synchronized void awaitSettled(Duration limit) throws InterruptedException {
    long end = System.nanoTime() + limit.toNanos();
    for (long left = limit.toNanos(); unsettled > 0 && left > 0; left = end - System.nanoTime()) {
      TimeUnit.NANOSECONDS.timedWait(this, Math.max(left, 1_000_000));
    }
  }

  private synchronized int count(Attempt.Sent sent) {
    return (int)
        results.stream()
            .flatMap(result -> result.attempts().stream())
            .filter(attempt -> attempt.sent() == sent)
            .count();
  }

  private synchronized void begin() {
    unsettled++;
  }

  private synchronized void end(BatchResult result) {
    add(result);
    over();
  }

  private synchronized void over() {
    unsettled--;
    notifyAll();
  }

  @Override
  public synchronized String toString() {
    return results.size()
        + " results report "
        + sent()
        + " attempts as sent and "
        + maybeSent()
        + " as perhaps sent";
  }

  /** One dispatch, which settles once whatever its dispatcher tells. */
  private final class Once {
    private boolean done; // guarded by the ledger

    void settle(ModelResult result) {
      synchronized (AttemptLedger.this) {
        add(result);
        drop();
      }
    }

    void drop() {
      synchronized (AttemptLedger.this) {
        if (!done) {
          done = true;
          over();
        }
      }
    }
  }
}
