package dev.modeldispatch.samples.benchmarks;

import dev.modeldispatch.ApiKey;
import dev.modeldispatch.ModelTarget;
import dev.modeldispatch.core.fleet.FleetSession;
import dev.modeldispatch.core.fleet.OppiOptions;
import dev.modeldispatch.core.fleet.SessionFleet;
import dev.modeldispatch.core.fleet.SessionOrder;
import dev.modeldispatch.core.opencode.OpencodeOptions;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;

/** The client's side of {@link FleetMeasurement}, in a JVM of its own. */
final class FleetClient {
  private FleetClient() {}

  /**
   * Measures rounds; arguments: opencode, oppi or bare; server; token; workspace; sessions; rounds;
   * how long a turn takes in ms.
   */
  public static void main(String[] args) throws IOException, InterruptedException {
    var parent = new Parent();
    JvmState.warm();
    int threads = ManagementFactory.getThreadMXBean().getThreadCount();
    URI server = URI.create(args[1]);
    int sessions = Integer.parseInt(args[4]);
    int rounds = Integer.parseInt(args[5]);
    double work = Double.parseDouble(args[6]);
    if (args[0].equals("bare")) {
      try (var bare = BareAgents.open(server, args[3])) {
        for (int round = 0; round < rounds; round++) {
          say(parent, bare.round(sessions), work);
        }
      }
    } else {
      try (SessionFleet fleet = fleet(args[0], server, args[2])) {
        for (int round = 0; round < rounds; round++) {
          say(parent, round(fleet, args[3], sessions), work);
        }
      }
    }
    int peak = ManagementFactory.getThreadMXBean().getPeakThreadCount();
    parent.say("peak", "threads", peak - threads);
    parent.await("end");
  }

  private static SessionFleet fleet(String kind, URI server, String token) {
    return kind.equals("oppi")
        ? SessionFleet.oppi(OppiOptions.at(server, ApiKey.of(token)))
        : SessionFleet.opencode(OpencodeOptions.builder(server).maxConcurrent(200).build());
  }

  private static void say(Parent parent, double[] took, double work) {
    Quantiles all = Quantiles.of(took);
    parent.say("round", "ended", took.length, "added_ms", all.median() - work);
  }

  /** Returns how many ms each session took, from its launch to the end of its turn. */
  private static double[] round(SessionFleet fleet, String workspace, int sessions) {
    List<CompletableFuture<Double>> ends = new ArrayList<>();
    List<CompletableFuture<FleetSession>> launches = new ArrayList<>();
    for (int n : IntStream.range(0, sessions).toArray()) {
      var order =
          SessionOrder.in(workspace)
              .name("n" + n)
              .model(ModelTarget.of("fake", "m"))
              .boundary("src/" + n)
              .prompt("Do " + n + ".")
              .build();
      long began = System.nanoTime();
      CompletableFuture<FleetSession> launch = fleet.launch(order);
      launches.add(launch);
      ends.add(
          launch
              .thenCompose(FleetSession::turn)
              .thenApply(state -> (System.nanoTime() - began) / 1e6));
    }
    double[] took = ends.stream().mapToDouble(CompletableFuture::join).toArray();
    launches.forEach(launch -> launch.join().remove().join());
    return took;
  }
}
