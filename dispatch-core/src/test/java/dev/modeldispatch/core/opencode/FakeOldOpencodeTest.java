package dev.modeldispatch.core.opencode;

import dev.modeldispatch.testkit.server.OpencodeVersion;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;

class FakeOldOpencodeTest extends OpencodeContract {
  private final FakeWorld world = new FakeWorld(OpencodeVersion.OLD);

  @Override
  OpencodeWorld world() {
    return world;
  }

  @AfterEach
  @Override
  void leavesNothing() throws Exception {
    try (world) {
      super.leavesNothing();
      world.server().awaitIdle(Duration.ofSeconds(3));
      world.server().assertClean();
    }
  }
}
