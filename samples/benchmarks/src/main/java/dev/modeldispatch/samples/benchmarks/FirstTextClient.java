package dev.modeldispatch.samples.benchmarks;

import dev.modeldispatch.DispatchListener;
import dev.modeldispatch.ModelResult;
import dev.modeldispatch.ModelTarget;
import dev.modeldispatch.Prompt;
import dev.modeldispatch.core.ModelDispatch;
import java.net.URI;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The client's side of the first word's way, in a JVM of its own: one call after the other. */
final class FirstTextClient {
  private static final ModelTarget TARGET = ModelTarget.of(Ours.PROVIDER, "fast");
  private static final Prompt PROMPT = Prompt.of("Why?");
  private static final long PATIENCE_S = 30;

  /** One call, which ends; gives the first stamp it sees. */
  private interface Call {
    StampedAnswer.Stamp make() throws InterruptedException, ExecutionException, TimeoutException;
  }

  private FirstTextClient() {}

  /** Measures pairs of calls, alternating who goes first; arguments: server, pairs. */
  public static void main(String[] args)
      throws InterruptedException, ExecutionException, TimeoutException {
    URI server = URI.create(args[0]);
    var parent = new Parent();
    try (ModelDispatch models = Ours.connectedTo(server);
        var raw = new RawClient(server)) {
      Call ours = () -> dispatch(models);
      Call bare = () -> stream(raw);
      for (int pair = 0; pair < Integer.parseInt(args[1]); pair++) {
        boolean oursFirst = pair % 2 == 0;
        StampedAnswer.Stamp first = (oursFirst ? ours : bare).make();
        StampedAnswer.Stamp second = (oursFirst ? bare : ours).make();
        StampedAnswer.Stamp our = oursFirst ? first : second;
        StampedAnswer.Stamp other = oursFirst ? second : first;
        parent.say(
            "pair",
            "ours_ms",
            our.ageMs(),
            "raw_ms",
            other.ageMs(),
            "streamed",
            our.streamed() ? 1 : 0);
      }
    }
  }

  private static StampedAnswer.Stamp dispatch(ModelDispatch models)
      throws InterruptedException, ExecutionException, TimeoutException {
    var first = new CompletableFuture<StampedAnswer.Stamp>();
    var listener = DispatchListener.onText(text -> see(text, first));
    ModelResult result =
        models
            .dispatcher()
            .dispatchAsync(TARGET, PROMPT, listener)
            .get(PATIENCE_S, TimeUnit.SECONDS);
    result.orElseThrow();
    return first.get(PATIENCE_S, TimeUnit.SECONDS);
  }

  private static StampedAnswer.Stamp stream(RawClient raw)
      throws InterruptedException, ExecutionException, TimeoutException {
    var first = new CompletableFuture<StampedAnswer.Stamp>();
    raw.lines(StampedAnswer.REQUEST, line -> see(line, first)).get(PATIENCE_S, TimeUnit.SECONDS);
    return first.get(PATIENCE_S, TimeUnit.SECONDS);
  }

  private static void see(String text, CompletableFuture<StampedAnswer.Stamp> first) {
    StampedAnswer.find(text).ifPresent(first::complete); // a later one loses to the first
  }
}
