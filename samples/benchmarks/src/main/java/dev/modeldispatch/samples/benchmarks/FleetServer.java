package dev.modeldispatch.samples.benchmarks;

import dev.modeldispatch.testkit.oppi.FakeOppiServer;
import dev.modeldispatch.testkit.server.FakeOpencodeServer;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;

/** The session servers of {@link FleetMeasurement}, in a JVM of their own. */
final class FleetServer {
  /** What the workspace of the oppi server is called. */
  static final String WORKSPACE = "w";

  private FleetServer() {}

  /** Serves until the parent goes; arguments: how long a turn takes in ms, the workspace. */
  public static void main(String[] args) throws IOException {
    var parent = new Parent();
    var work = Duration.ofMillis(Long.parseLong(args[0]));
    try (var opencode = FakeOpencodeServer.start();
        var oppi = FakeOppiServer.start()) {
      opencode.model("fake/m").firstAfter(work).answers("Done.");
      oppi.workspace(WORKSPACE, WORKSPACE, Path.of(args[1]));
      oppi.sessions().worksFor(work);
      parent.say(
          "listening",
          "opencode",
          opencode.baseUri(),
          "oppi",
          oppi.baseUri(),
          "token",
          oppi.token());
      while (parent.next().isPresent()) {
        parent.say(
            "left",
            "opencode",
            opencode.openSessions().size(),
            "oppi",
            oppi.createdSessions().size() - oppi.deletedSessions().size());
      }
    }
  }
}
