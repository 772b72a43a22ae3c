package dev.modeldispatch.core.routing;

import dev.modeldispatch.ModelTarget;
import java.util.List;
import java.util.Optional;

/**
 * Who is asked, after a routing table and a caller's own wishes have been put together.
 *
 * @param target who is asked
 * @param fallbacks the route's, as long as it has a say in the target; else none
 * @param routed the task type that alone chose the target; empty if the caller named a provider or
 *     a model
 */
public record Resolution(ModelTarget target, List<ModelTarget> fallbacks, Optional<String> routed) {
  /** Copies the list. */
  public Resolution {
    fallbacks = List.copyOf(fallbacks);
  }
}
