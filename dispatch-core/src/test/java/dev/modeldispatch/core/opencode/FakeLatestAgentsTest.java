package dev.modeldispatch.core.opencode;

import dev.modeldispatch.testkit.server.OpencodeVersion;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;

class FakeLatestAgentsTest extends AgentContract {
  private final FakeAgents world = new FakeAgents(OpencodeVersion.LATEST);

  @Override
  AgentWorld world() {
    return world;
  }

  @AfterEach
  void leavesNothing() throws Exception {
    try (world) {
      world.server().awaitIdle(Duration.ofSeconds(3));
      world.server().assertClean();
    }
  }
}
