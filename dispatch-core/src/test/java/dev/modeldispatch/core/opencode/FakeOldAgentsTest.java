package dev.modeldispatch.core.opencode;

import dev.modeldispatch.testkit.server.OpencodeVersion;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;

class FakeOldAgentsTest extends AgentContract {
  private final FakeAgents world = new FakeAgents(OpencodeVersion.OLD);

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
