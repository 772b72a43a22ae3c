package dev.modeldispatch.core.routing;

import dev.modeldispatch.Fallbacks;
import dev.modeldispatch.Misuse;
import dev.modeldispatch.ModelTarget;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Task types and the models they go to, and patterns, which are named lists of targets. Immutable.
 *
 * <p>A table is data: {@link #parse} and {@link #read} take it from JSON, {@link #original} is the
 * one that comes along, {@link #overlay} lays a user's changes over one. Task types are exact keys
 * of that data.
 */
public final class RoutingTable {
  private static final String RESOURCE = "routing.json";
  private static final int MAX_LISTED = 360;
  private static final int MAX_BYTES = 1 << 20;
  private static final Pattern PATTERN = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");

  private final List<TierRow> tiers;
  private final Map<String, Route> routes;
  private final Map<String, List<ModelTarget>> patterns;

  private RoutingTable(
      List<TierRow> tiers, Map<String, Route> routes, Map<String, List<ModelTarget>> patterns) {
    this.tiers = tiers;
    this.routes = routes;
    this.patterns = patterns;
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
   *   {"name": "fast", "target": "openai/gpt-x", "fallbacks": ["ollama/b"], "taskTypes": ["fix"]}],
   *  "patterns": {"audit": ["openai/gpt-x", "anthropic/claude-x", "ollama/b"]}}
   * }</pre>
   */
  public static RoutingTable parse(String json) {
    return new RoutingJson("routing table").read(json);
  }

  /** Returns the table that this file holds as JSON; what is wrong names the file. */
  public static RoutingTable read(Path file) {
    return new RoutingJson("routing table " + file).read(text(file));
  }

  /**
   * Returns this table with the changes that this JSON holds, or throws {@link
   * IllegalArgumentException} with all that is wrong with it. A change is the new target, or an
   * object; what it does not say stays. A tier's change is for all its task types; a new task type
   * names its tier:
   *
   * <pre>{@code
   * {"tiers": {"fast": "openai/gpt-x", "strongest": {"target": "openai/o", "fallbacks": ["a/b"]}},
   *  "tasks": {"docs-lookup": "gemini/long", "triage": {"tier": "fast"}},
   *  "patterns": {"audit": ["openai/gpt-x", "anthropic/claude-x", "ollama/b"]}}
   * }</pre>
   */
  public RoutingTable overlay(String json) {
    return new OverlayJson("routing overlay", this).lay(json);
  }

  /** Returns this table with the changes that this file holds as JSON. */
  public RoutingTable overlay(Path file) {
    return new OverlayJson("routing overlay " + file, this).lay(text(file));
  }

  private static String text(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes(MAX_BYTES + 1);
      Misuse.check("routing file " + file)
          .unless(bytes.length <= MAX_BYTES, () -> "it is above 1 MiB; a table is far smaller")
          .orThrow();
      return new String(bytes, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("routing file " + file + " cannot be read", e);
    }
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
    return with(route(taskType).withTarget(target));
  }

  /**
   * Returns this table with this route in place of its task type's, or besides; by a known tier.
   */
  public RoutingTable with(Route route) {
    tier(route.tier().name());
    var copy = new LinkedHashMap<>(routes);
    copy.put(route.taskType(), route);
    return of(tiers, copy.values(), patterns);
  }

  /** Returns this table with all task types of a tier that it knows going to this target. */
  public RoutingTable withTier(String tier, ModelTarget target, Fallbacks fallbacks) {
    TierRow old = tier(tier);
    var row = new TierRow(old.tier(), target, fallbacks);
    var copy = new LinkedHashMap<>(routes);
    copy.replaceAll((task, r) -> r.tier().isSame(old.tier()) ? row.route(task) : r);
    return of(tiers.stream().map(t -> t.equals(old) ? row : t).toList(), copy.values(), patterns);
  }

  /** Returns this table with this named list of targets. */
  public RoutingTable withPattern(String name, List<ModelTarget> targets) {
    checkPattern(name);
    Misuse.check("pattern " + Misuse.quote(name))
        .unless(!targets.isEmpty(), () -> "no targets; name at least one")
        .orThrow();
    var copy = new LinkedHashMap<>(patterns);
    copy.put(name, List.copyOf(targets));
    return of(tiers, routes.values(), copy);
  }

  /** {@return the named lists of targets} */
  public Map<String, List<ModelTarget>> patterns() {
    return patterns;
  }

  /** Returns the targets of this name; an unknown one throws with all that there are. */
  public List<ModelTarget> pattern(String name) {
    List<ModelTarget> targets = patterns.get(name);
    if (targets == null) {
      throw new IllegalArgumentException(
          "no pattern " + Misuse.quote(name) + ". " + known(patterns.keySet()));
    }
    return targets;
  }

  @Override
  public String toString() {
    return "RoutingTable[" + routes.size() + " task types, " + patterns.size() + " patterns]";
  }

  List<TierRow> tierRows() {
    return tiers;
  }

  static RoutingTable of(
      List<TierRow> tiers, Collection<Route> routes, Map<String, List<ModelTarget>> patterns) {
    var byTaskType = new LinkedHashMap<String, Route>();
    routes.forEach(route -> byTaskType.put(route.taskType(), route));
    var lists = new LinkedHashMap<String, List<ModelTarget>>();
    patterns.forEach((name, targets) -> lists.put(name, List.copyOf(targets)));
    return new RoutingTable(List.copyOf(tiers), byTaskType, Collections.unmodifiableMap(lists));
  }

  static void checkPattern(String name) {
    Misuse.check("pattern")
        .unless(
            PATTERN.matcher(name).matches(),
            () ->
                Misuse.quote(name)
                    + " is not a name; use letters, digits, '.', '_', '-', for example audit")
        .orThrow();
  }

  private TierRow tier(String name) {
    return tiers.stream()
        .filter(row -> row.tier().name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "no tier "
                        + Misuse.quote(name)
                        + ". "
                        + known(tiers.stream().map(row -> row.tier().name()).toList())));
  }

  private String known() {
    return known(routes.keySet());
  }

  private static String known(Collection<String> names) {
    String all = "Known: " + (names.isEmpty() ? "none" : String.join(", ", names));
    return all.length() <= MAX_LISTED ? all : all.substring(0, MAX_LISTED) + "...";
  }
}
