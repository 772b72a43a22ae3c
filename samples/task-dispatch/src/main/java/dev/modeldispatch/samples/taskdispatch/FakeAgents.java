package dev.modeldispatch.samples.taskdispatch;

import dev.modeldispatch.ModelTarget;
import dev.modeldispatch.core.fleet.SessionFleet;
import dev.modeldispatch.core.opencode.OpencodeOptions;
import dev.modeldispatch.core.routing.Route;
import dev.modeldispatch.core.routing.RoutingTable;
import dev.modeldispatch.testkit.server.FakeOpencodeServer;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;

/** A session server in this process, with agents that need no model, and a fleet over it. */
final class FakeAgents implements AutoCloseable {
  private static final Duration WORK = Duration.ofMillis(200);
  private final FakeOpencodeServer server = FakeOpencodeServer.start();
  private final SessionFleet fleet = SessionFleet.opencode(OpencodeOptions.at(server.baseUri()));

  private FakeAgents() {}

  /** Starts agents for all models that may be asked for. */
  static FakeAgents start(RoutingTable routes, Optional<ModelTarget> model) {
    var agents = new FakeAgents();
    var agent = new FakeAgent();
    Stream.concat(routes.routes().stream().map(Route::target), model.stream())
        .map(ModelTarget::toString)
        .distinct()
        .forEach(
            target ->
                agents
                    .server
                    .model(target)
                    .firstAfter(WORK)
                    .works(task -> agent.work(task.workspace(), task.prompt())));
    return agents;
  }

  SessionFleet fleet() {
    return fleet;
  }

  @Override
  public void close() {
    fleet.close();
    server.close();
  }
}
