package dev.modeldispatch.core.tool;

import dev.modeldispatch.core.internal.DispatchThreads;
import dev.modeldispatch.core.internal.MonotonicTime;
import dev.modeldispatch.core.internal.Resources;
import dev.modeldispatch.core.routing.RoutingTable;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;

/**
 * The tools that an agent gets: {@code dispatch}, {@code batch-dispatch}, {@code batch-start},
 * {@code batch-status}, {@code batch-cancel}, {@code list-models} and {@code preflight}.
 * Thread-safe. Closing cancels the batches that were started.
 */
public final class ModelTools implements AutoCloseable {
  private final Map<String, ModelTool> tools = new LinkedHashMap<>();
  private final StartedBatches started;
  private final Runnable end;

  private ModelTools(Desk desk, Runnable end) {
    this.started = new StartedBatches(desk.options().maxBatches());
    this.end = end;
    var batches = new LongBatches(desk, started);
    var lookups = new Lookups(desk);
    List.of(
            DispatchDoing.tool(desk),
            BatchDoing.tool(desk),
            batches.start(),
            batches.status(),
            batches.cancel(),
            lookups.listModels(),
            lookups.preflight())
        .forEach(tool -> tools.put(tool.name(), tool));
  }

  /** Returns the tools over any dispatchers and directory, on threads of their own. */
  public static ModelTools over(ToolModels models, ToolOptions options) {
    var timers = DispatchThreads.timers();
    var callbacks = DispatchThreads.callbacks(timers);
    var resources = new Resources(MonotonicTime.start(), timers, callbacks);
    Runnable end =
        () -> {
          timers.shutdownNow();
          callbacks.shutdown();
        };
    return new ModelTools(desk(port -> models, options, resources), end);
  }

  /**
   * Returns the tools over what serves a port.
   *
   * @param end runs when the tools are closed
   */
  @SuppressWarnings("exports") // for the front door, which hands in its own threads
  public static ModelTools over(
      IntFunction<ToolModels> atPort, ToolOptions options, Resources resources, Runnable end) {
    return new ModelTools(desk(atPort, options, resources), end);
  }

  private static Desk desk(
      IntFunction<ToolModels> atPort, ToolOptions options, Resources resources) {
    RoutingTable routes = options.routes().orElseGet(RoutingTable::original);
    return new Desk(atPort, routes, options, resources);
  }

  /** {@return all tools} */
  public List<ModelTool> all() {
    return List.copyOf(tools.values());
  }

  /** Returns the tool of this name; an unknown one throws with all that there are. */
  public ModelTool named(String name) {
    ModelTool tool = tools.get(name);
    if (tool == null) {
      throw new IllegalArgumentException(
          "no tool " + Words.quoted(name) + ". Known: " + String.join(", ", tools.keySet()));
    }
    return tool;
  }

  /** Cancels the batches that were started and have not ended. */
  @Override
  public void close() {
    started.cancelAll();
    end.run();
  }

  /** {@return the tools' names} */
  @Override
  public String toString() {
    return "ModelTools" + tools.keySet();
  }
}
