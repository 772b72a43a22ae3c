package dev.modeldispatch.core.fleet;

import dev.modeldispatch.core.opencode.RealAgents;
import dev.modeldispatch.core.opencode.WithOpencode;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The contract over the real opencode server, whose agents use its own tools. */
@ExtendWith(WithOpencode.class)
@Tag("opencode")
class RealOpencodeFleetTest extends FleetContract {
  private static Optional<FleetWorld> world = Optional.empty();

  @BeforeAll
  static void start(@TempDir Path home) throws Exception {
    world =
        Optional.of(
            new OpencodeFleetWorld(new RealAgents(WithOpencode.binary().orElseThrow(), home)));
  }

  @AfterAll
  static void stop() {
    world.ifPresent(FleetWorld::close);
  }

  @Override
  FleetWorld world() {
    return world.orElseThrow();
  }
}
