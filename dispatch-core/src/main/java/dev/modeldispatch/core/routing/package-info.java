/**
 * Knows which model suits which kind of task: routes as data, resolved by pure functions.
 *
 * <pre>{@code
 * RoutingTable table = RoutingTable.original().with("research", ModelTarget.parse("openai/gpt-x"));
 * ModelTarget reviewer = table.route("security-review").target();
 * Resolution mine = table.resolve("code-review", "", "qwen-newer");    // the route's provider
 * RoutingTable ours = table.overlay(Path.of("routes.json"));            // tiers, tasks, patterns
 * }</pre>
 */
@NullMarked
package dev.modeldispatch.core.routing;

import org.jspecify.annotations.NullMarked;
