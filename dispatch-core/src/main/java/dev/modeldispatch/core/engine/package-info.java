/**
 * One dispatch from call to result: one deadline, attempts and the waits between them, fallbacks, a
 * hedge, the check against a JSON schema, and events on the way.
 *
 * <pre>{@code
 * var engine = Engine.open(Connectors.of(List.of(openai)), EngineSettings.STANDARD, lanes,
 *     resources, chance);
 * CompletableFuture<ModelResult> future = engine.dispatchAsync(target, prompt, listener);
 * future.cancel(true);                                 // ends the attempt at its socket
 * }</pre>
 *
 * <p>The schema check covers a documented subset of JSON Schema: type, properties, required, items,
 * enum, additionalProperties, minimum, maximum. Other keywords go to the provider and are not
 * checked here.
 */
@NullMarked
package dev.modeldispatch.core.engine;

import org.jspecify.annotations.NullMarked;
