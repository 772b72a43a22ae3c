package dev.modeldispatch.core.routing;

import dev.modeldispatch.Fallbacks;
import dev.modeldispatch.ModelTarget;
import java.util.Optional;

/**
 * Who is asked, after a routing table and a caller's own wishes have been put together.
 *
 * @param target who is asked
 * @param fallbacks the route's, as long as it has a say in the target; else none
 * @param routed the task type that alone chose the target; empty if the caller named a provider or
 *     a model
 */
public record Resolution(ModelTarget target, Fallbacks fallbacks, Optional<String> routed) {}
