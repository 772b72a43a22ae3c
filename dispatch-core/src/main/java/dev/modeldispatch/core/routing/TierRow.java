package dev.modeldispatch.core.routing;

import dev.modeldispatch.Fallbacks;
import dev.modeldispatch.ModelTarget;

/** What the task types of a tier go to unless they say otherwise. */
record TierRow(Route.Tier tier, ModelTarget target, Fallbacks fallbacks) {
  /** Returns the route of a task type that says nothing itself. */
  Route route(String taskType) {
    return new Route(taskType, tier, target, fallbacks);
  }
}
