package dev.modeldispatch.core.tool;

import dev.modeldispatch.core.internal.Resources;
import dev.modeldispatch.core.routing.RoutingTable;
import java.util.OptionalInt;
import java.util.function.IntFunction;

/**
 * What all tools of one set work with.
 *
 * @param atPort who is asked, by the opencode server's port
 * @param routes where task types go
 */
record Desk(
    IntFunction<ToolModels> atPort, RoutingTable routes, ToolOptions options, Resources resources) {
  private static final int STANDARD_PORT = 4096;

  /** Returns who is asked at this port, or at the usual one. */
  ToolModels models(OptionalInt port) {
    return atPort.apply(port.orElse(STANDARD_PORT));
  }
}
