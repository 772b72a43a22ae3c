package dev.modeldispatch.samples.benchmarks;

import dev.modeldispatch.DispatchListener;
import dev.modeldispatch.Dispatcher;
import dev.modeldispatch.ModelResult;
import dev.modeldispatch.ModelTarget;
import dev.modeldispatch.Prompt;
import dev.modeldispatch.core.ModelDispatch;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** The client's side of {@link CancelMeasurement}, in a JVM of its own. */
final class CancelClient {
  private static final Prompt PROMPT = Prompt.of("Why is the sky blue?");
  private static final long PATIENCE_S = 30;

  private CancelClient() {}

  /** Dispatches and cancels on command; arguments: server, calls in a round, rounds. */
  public static void main(String[] args) throws IOException, InterruptedException {
    int calls = Integer.parseInt(args[1]);
    int rounds = Integer.parseInt(args[2]);
    var parent = new Parent();
    try (ModelDispatch models = Ours.connectedTo(URI.create(args[0]))) {
      for (int round = 0; round < rounds; round++) {
        parent.await("round");
        cancelAll(models.dispatcher(), calls, parent);
      }
    }
  }

  private static void cancelAll(Dispatcher dispatcher, int calls, Parent parent)
      throws IOException, InterruptedException {
    var heard = new CountDownLatch(calls);
    DispatchListener listener = DispatchListener.onSettled(result -> heard.countDown());
    List<CompletableFuture<ModelResult>> futures = new ArrayList<>();
    for (int i = 0; i < calls; i++) {
      ModelTarget target = ModelTarget.of(Ours.PROVIDER, "m" + i);
      futures.add(dispatcher.dispatchAsync(target, PROMPT, listener));
    }
    parent.say("started");
    parent.await("cancel");
    long at = System.currentTimeMillis();
    long start = System.nanoTime();
    futures.forEach(future -> future.cancel(true));
    awaitDone(futures);
    double doneMs = (System.nanoTime() - start) / 1e6;
    boolean allHeard = heard.await(PATIENCE_S, TimeUnit.SECONDS);
    double heardMs = (System.nanoTime() - start) / 1e6;
    parent.say(
        "cancelled", "at", at, "future_ms", doneMs, "heard_ms", heardMs, "all_heard", allHeard);
  }

  private static void awaitDone(List<CompletableFuture<ModelResult>> futures) {
    CompletableFuture.allOf(futures.toArray(CompletableFuture<?>[]::new))
        .handle((none, cancelled) -> true)
        .join();
  }
}
