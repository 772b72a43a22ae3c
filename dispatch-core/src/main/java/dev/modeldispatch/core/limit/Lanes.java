package dev.modeldispatch.core.limit;

import dev.modeldispatch.core.internal.Resources;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The lanes of one front door: one for each provider that is protected. Providers that are only
 * covered by the protection of all get a lane each when they are first asked, up to 1,000; those
 * that come later share one. Thread-safe.
 */
public final class Lanes {
  /** Callers may invent provider ids. */
  static final int MOST = 1_000;

  private final Map<String, Lane> named;
  private final Optional<LaneSettings> others;
  private final Optional<Lane> shared;
  private final Resources resources;
  private final Map<String, Lane> made = new ConcurrentHashMap<>();

  private Lanes(
      Map<String, LaneSettings> named, Optional<LaneSettings> others, Resources resources) {
    this.named = new LinkedHashMap<>();
    named.forEach((id, settings) -> this.named.put(id, lane(id, settings, resources)));
    this.others = others;
    this.shared = others.map(settings -> new Lane("the other providers", settings, resources));
    this.resources = resources;
  }

  /**
   * Returns the lanes of these providers.
   *
   * @param named the settings of single providers, by their ids
   * @param others the settings of each other provider; empty: the others have no lane
   */
  public static Lanes of(
      Map<String, LaneSettings> named, Optional<LaneSettings> others, Resources resources) {
    return new Lanes(named, others, resources);
  }

  /** {@return the lane of the provider; empty if it is not protected} */
  public Optional<Lane> of(String provider) {
    Lane lane = named.getOrDefault(provider, made.get(provider));
    if (lane != null) {
      return Optional.of(lane);
    }
    return others.flatMap(settings -> make(provider, settings));
  }

  private synchronized Optional<Lane> make(String provider, LaneSettings settings) {
    if (made.size() >= MOST && !made.containsKey(provider)) {
      return shared;
    }
    return Optional.of(made.computeIfAbsent(provider, id -> lane(id, settings, resources)));
  }

  private static Lane lane(String provider, LaneSettings settings, Resources resources) {
    return new Lane("provider '" + provider + "'", settings, resources);
  }

  /** {@return each lane, in order of their providers} */
  @Override
  public String toString() {
    Map<String, Lane> all = new TreeMap<>(made);
    all.putAll(named);
    return String.join("; ", all.values().stream().map(Lane::toString).toList());
  }
}
