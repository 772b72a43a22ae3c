package dev.modeldispatch.core.engine;

import dev.modeldispatch.Fallbacks;
import dev.modeldispatch.Misuse;
import dev.modeldispatch.ModelTarget;
import java.time.Duration;
import java.util.Map;

/**
 * How the engine works.
 *
 * @param dispatchTimeout holds for a prompt that sets none
 * @param maxInFlight how many dispatches run at once
 * @param maxQueued how many more wait for their turn
 * @param retry how often a target is asked again
 * @param fallbacks who is asked next when a target fails and its prompt does not say
 */
public record EngineSettings(
    Duration dispatchTimeout,
    int maxInFlight,
    int maxQueued,
    RetryPolicy retry,
    Map<ModelTarget, Fallbacks> fallbacks) {
  /** 120 s, 2,000 in flight, 10,000 queued, the standard retries. */
  public static final EngineSettings STANDARD =
      new EngineSettings(Duration.ofMinutes(2), 2_000, 10_000, RetryPolicy.STANDARD, Map.of());

  /** Refuses limits below one. */
  public EngineSettings {
    fallbacks = Map.copyOf(fallbacks);
    Misuse.check("settings")
        .unless(
            dispatchTimeout.compareTo(Duration.ZERO) > 0,
            () -> "dispatchTimeout " + dispatchTimeout + " must be above zero")
        .unless(maxInFlight >= 1, () -> "maxInFlight " + maxInFlight + " must be at least 1")
        .unless(maxQueued >= 0, () -> "maxQueued " + maxQueued + " must not be negative")
        .orThrow();
  }
}
