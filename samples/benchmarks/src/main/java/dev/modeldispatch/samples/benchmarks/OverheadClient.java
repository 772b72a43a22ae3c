package dev.modeldispatch.samples.benchmarks;

import dev.modeldispatch.Dispatcher;
import dev.modeldispatch.ModelTarget;
import dev.modeldispatch.Prompt;
import dev.modeldispatch.core.ModelDispatch;
import java.net.URI;
import java.util.function.Consumer;

/** The client's side of {@link OverheadMeasurement}, in a JVM of its own. */
final class OverheadClient {
  private static final ModelTarget TARGET = ModelTarget.of(Ours.PROVIDER, "fast");
  private static final Prompt PROMPT = Prompt.of("Why is the sky blue?");

  private OverheadClient() {}

  /** Measures pairs of blocks; arguments: server, pairs, calls in a block, calls in flight. */
  public static void main(String[] args) throws InterruptedException {
    URI server = URI.create(args[0]);
    int pairs = Integer.parseInt(args[1]);
    int calls = Integer.parseInt(args[2]);
    int inFlight = Integer.parseInt(args[3]);
    var parent = new Parent();
    try (ModelDispatch models = Ours.connectedTo(server);
        var raw = new RawClient(server)) {
      Dispatcher dispatcher = models.dispatcher();
      ClosedLoop.Call ourCall = done -> dispatch(dispatcher, done);
      for (int pair = 0; pair < pairs; pair++) {
        boolean oursFirst = pair % 2 == 0;
        ClosedLoop.Pace first = block(oursFirst ? ourCall : raw::send, calls, inFlight);
        ClosedLoop.Pace second = block(oursFirst ? raw::send : ourCall, calls, inFlight);
        ClosedLoop.Pace our = oursFirst ? first : second;
        ClosedLoop.Pace bare = oursFirst ? second : first;
        parent.say(
            "pair",
            "ours_per_s",
            our.callsPerSecond(),
            "raw_per_s",
            bare.callsPerSecond(),
            "ours_p99_us",
            our.p99Micros(),
            "raw_p99_us",
            bare.p99Micros(),
            "ours_cpu_us",
            our.cpuMicros(),
            "raw_cpu_us",
            bare.cpuMicros());
      }
    }
  }

  private static ClosedLoop.Pace block(ClosedLoop.Call call, int calls, int inFlight)
      throws InterruptedException {
    System.gc();
    return ClosedLoop.run(call, calls, inFlight);
  }

  private static void dispatch(Dispatcher dispatcher, Consumer<Boolean> done) {
    var unused =
        dispatcher
            .dispatchAsync(TARGET, PROMPT)
            .whenComplete((result, error) -> done.accept(error == null && result.isAnswered()));
  }
}
