package dev.modeldispatch.core.fleet;

import dev.modeldispatch.core.opencode.FakeAgents;
import dev.modeldispatch.testkit.server.OpencodeVersion;
import org.junit.jupiter.api.AfterEach;

/** The contract over the fake opencode server. */
class FakeOpencodeFleetTest extends FleetContract {
  private final FleetWorld world = new OpencodeFleetWorld(new FakeAgents(OpencodeVersion.LATEST));

  @Override
  FleetWorld world() {
    return world;
  }

  @AfterEach
  void close() {
    world.close();
  }
}
