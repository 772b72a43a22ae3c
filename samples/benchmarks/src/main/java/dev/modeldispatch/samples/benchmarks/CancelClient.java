package dev.modeldispatch.samples.benchmarks;

import dev.modeldispatch.DispatchListener;
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

  /** Begins one call and returns at once; runs {@code ended} when its listener hears the end. */
  private interface Calls {
    CompletableFuture<?> begin(int number, Runnable ended);
  }

  private CancelClient() {}

  /** Cancels on command; arguments: ours or raw, server, calls in a round, rounds. */
  public static void main(String[] args) throws IOException, InterruptedException {
    URI server = URI.create(args[1]);
    int calls = Integer.parseInt(args[2]);
    int rounds = Integer.parseInt(args[3]);
    if (args[0].equals("ours")) {
      try (ModelDispatch models = Ours.connectedTo(server)) {
        run((number, ended) -> dispatch(models, number, ended), calls, rounds);
      }
    } else {
      try (var client = new RawClient(server)) {
        run((number, ended) -> send(client, ended), calls, rounds);
      }
    }
  }

  private static void run(Calls calls, int count, int rounds)
      throws IOException, InterruptedException {
    var parent = new Parent();
    for (int round = 0; round < rounds; round++) {
      parent.await("round");
      cancelAll(calls, count, parent);
    }
  }

  private static void cancelAll(Calls calls, int count, Parent parent)
      throws IOException, InterruptedException {
    var heard = new CountDownLatch(count);
    List<CompletableFuture<?>> futures = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      futures.add(calls.begin(i, heard::countDown));
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

  private static CompletableFuture<?> dispatch(ModelDispatch models, int number, Runnable ended) {
    ModelTarget target = ModelTarget.of(Ours.PROVIDER, "m" + number);
    DispatchListener listener = DispatchListener.onSettled(result -> ended.run());
    return models.dispatcher().dispatchAsync(target, PROMPT, listener);
  }

  /** The listener of a raw call is what is chained to it; cancelled is the call itself. */
  private static CompletableFuture<?> send(RawClient client, Runnable ended) {
    var sent = client.send();
    var unused = sent.whenComplete((response, error) -> ended.run());
    return sent;
  }

  private static void awaitDone(List<CompletableFuture<?>> futures) {
    CompletableFuture.allOf(futures.toArray(CompletableFuture<?>[]::new))
        .handle((none, cancelled) -> true)
        .join();
  }
}
