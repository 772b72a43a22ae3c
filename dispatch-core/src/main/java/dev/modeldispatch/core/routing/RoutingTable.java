package dev.modeldispatch.core.routing;

import dev.modeldispatch.Fallbacks;
import dev.modeldispatch.Misuse;
import dev.modeldispatch.ModelTarget;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Task types and the models they go to. Immutable.
 *
 * <p>A table is data: {@link #parse} reads it, {@link #original} is the one that comes along. Task
 * types are exact keys of that data.
 */
public final class RoutingTable {
  private static final String RESOURCE = "routing.json";
  private static final int MAX_LISTED = 360;

  private final Map<String, Route> routes;

  private RoutingTable(Map<String, Route> routes) {
    this.routes = routes;
  }

  /**
   * {@return the table that comes with the library: 17 task types in 6 tiers}
   *
   * <p>Read anew at each call. Model ids age within days; what it names may be gone by now.
   */
  public static RoutingTable original() {
    try (InputStream in = RoutingTable.class.getResourceAsStream(RESOURCE)) {
      if (in == null) {
        throw new IllegalStateException(
            RESOURCE + " is not beside RoutingTable; repackage the library with its resources.");
      }
      return parse(new String(in.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Returns the table that this JSON holds, or throws {@link IllegalArgumentException} with all
   * that is wrong with it. Tiers are numbered as they come:
   *
   * <pre>{@code
   * {"tiers": [
   *   {"name": "fast", "target": "openai/gpt-x", "fallbacks": ["ollama/b"], "taskTypes": ["fix"]}]}
   * }</pre>
   */
  public static RoutingTable parse(String json) {
    return of(new RoutingJson().read(json));
  }

  /** {@return the task types, in listing order} */
  public List<String> taskTypes() {
    return List.copyOf(routes.keySet());
  }

  /** {@return all routes, in listing order} */
  public List<Route> routes() {
    return List.copyOf(routes.values());
  }

  /** Returns the task type's route; an unknown one throws with all that there are. */
  public Route route(String taskType) {
    Route route = routes.get(taskType);
    if (route == null) {
      throw new IllegalArgumentException(
          "no route for task " + Misuse.quote(taskType) + ". " + known());
    }
    return route;
  }

  /** Returns who is asked for this task type. */
  public Resolution resolve(String taskType) {
    return resolve(taskType, "", "");
  }

  /**
   * Returns who is asked if each field that is not empty overrides the route's. An empty one counts
   * as absent; without a task type, provider and model are both needed.
   */
  public Resolution resolve(String taskType, String provider, String model) {
    boolean explicit = !provider.isEmpty() && !model.isEmpty();
    if (explicit && taskType.isEmpty()) {
      return new Resolution(ModelTarget.of(provider, model), Fallbacks.none(), Optional.empty());
    }
    if (taskType.isEmpty()) {
      throw new IllegalArgumentException(
          "Either provide both 'provider' and 'model', or provide 'taskType'. " + known());
    }
    Route route = route(taskType);
    if (provider.isEmpty() && model.isEmpty()) {
      return new Resolution(route.target(), route.fallbacks(), Optional.of(taskType));
    }
    ModelTarget target =
        ModelTarget.of(
            provider.isEmpty() ? route.target().provider() : provider,
            model.isEmpty() ? route.target().model() : model);
    return new Resolution(
        target, explicit ? Fallbacks.none() : route.fallbacks(), Optional.empty());
  }

  /** Returns this table with another target for a task type that it knows; all else stays. */
  public RoutingTable with(String taskType, ModelTarget target) {
    var copy = new LinkedHashMap<>(routes);
    copy.put(taskType, route(taskType).withTarget(target));
    return new RoutingTable(copy);
  }

  @Override
  public String toString() {
    return "RoutingTable[" + routes.size() + " task types]";
  }

  private static RoutingTable of(Collection<Route> routes) {
    var byTaskType = new LinkedHashMap<String, Route>();
    routes.forEach(route -> byTaskType.put(route.taskType(), route));
    return new RoutingTable(byTaskType);
  }

  private String known() {
    String all = "Known: " + String.join(", ", routes.keySet());
    return all.length() <= MAX_LISTED ? all : all.substring(0, MAX_LISTED) + "...";
  }
}
