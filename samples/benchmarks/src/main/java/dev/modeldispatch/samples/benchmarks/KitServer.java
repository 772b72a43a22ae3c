package dev.modeldispatch.samples.benchmarks;

import dev.modeldispatch.testkit.server.FakeModelServer;
import java.io.IOException;
import java.time.Duration;
import java.util.stream.IntStream;

/** The fake server of {@link TestkitMeasurement}, in a JVM of its own. */
final class KitServer {
  private KitServer() {}

  /** Starts servers one after the other and serves with one; arguments: starts, models, delay. */
  public static void main(String[] args) throws IOException {
    var parent = new Parent();
    for (int start = 0; start < Integer.parseInt(args[0]); start++) {
      long began = System.nanoTime();
      try (var server = FakeModelServer.start()) {
        parent.say("started", "ms", (System.nanoTime() - began) / 1e6, "at", server.baseUri());
      }
    }
    try (var server = FakeModelServer.start()) {
      var delay = Duration.ofMillis(Long.parseLong(args[2]));
      IntStream.range(0, Integer.parseInt(args[1]))
          .forEach(n -> server.model("m" + n).after(delay).answers("Because it is."));
      server.model("fast").after(delay).answers("Because it is.");
      parent.say("listening", "base", server.baseUri().resolve("/"));
      while (parent.next().isPresent()) {
        // It serves until the parent goes.
      }
    }
  }
}
