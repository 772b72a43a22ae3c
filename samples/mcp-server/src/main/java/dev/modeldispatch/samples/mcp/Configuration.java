package dev.modeldispatch.samples.mcp;

import dev.modeldispatch.ModelTarget;
import dev.modeldispatch.core.ModelDispatch;
import dev.modeldispatch.core.ModelDispatchBuilder;
import dev.modeldispatch.core.routing.RoutingTable;
import dev.modeldispatch.core.tool.ToolOptions;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * What is connected, and how it is offered.
 *
 * @param source where this comes from, for a person
 * @param providers who is asked directly
 * @param opencode who takes all others, if anybody
 * @param targets who is asked with the pattern {@code default}; may be empty
 * @param routes where task types go, with that pattern
 * @param timeout how long a call may take that names no timeout
 * @param problems of the file, for what only connecting shows
 */
record Configuration(
    String source,
    List<Provider> providers,
    Optional<Opencode> opencode,
    List<ModelTarget> targets,
    RoutingTable routes,
    Duration timeout,
    int maxBatches,
    List<Limit> limits,
    Problems problems) {
  /** Clients of MCP give up after 60 s. */
  static final Duration TIMEOUT = Duration.ofSeconds(50);

  static final int MAX_BATCHES = 32;

  /** The pattern that the targets are offered as. */
  static final String PATTERN = "default";

  ToolOptions toolOptions() {
    return ToolOptions.builder().timeout(timeout).maxBatches(maxBatches).build();
  }

  /** Connects all of it, or throws with what is wrong, each with the line on which it stands. */
  ModelDispatch connect() throws BadConfiguration {
    try {
      ModelDispatchBuilder all = ModelDispatch.builder().routes(routes);
      providers.forEach(provider -> provider.connect(all));
      opencode.ifPresent(server -> server.connect(all));
      limits.forEach(limit -> limit.into().accept(all));
      return all.build();
    } catch (IllegalArgumentException e) {
      providers.forEach(provider -> probe(provider.pointer(), provider::connect));
      opencode.ifPresent(server -> probe(server.pointer(), server::connect));
      if (problems.isFine()) { // it is no single one's fault
        problems.add("", e);
      }
      problems.orThrow();
      throw e; // not reached: there is a problem
    }
  }

  /** Notes what is wrong with one part by itself; the builder tells that when it builds. */
  private void probe(String pointer, Consumer<ModelDispatchBuilder> part) {
    var alone = ModelDispatch.builder();
    try {
      part.accept(alone);
      alone.build().close();
    } catch (IllegalArgumentException e) {
      problems.add(pointer, e);
    }
  }
}
