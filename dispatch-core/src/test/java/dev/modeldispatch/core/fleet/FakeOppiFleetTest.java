package dev.modeldispatch.core.fleet;

import org.junit.jupiter.api.AfterEach;

/** The contract over the fake oppi server. */
class FakeOppiFleetTest extends FleetContract {
  private final OppiFleetWorld world = new OppiFleetWorld();

  @Override
  FleetWorld world() {
    return world;
  }

  @AfterEach
  void close() {
    world.close();
  }
}
