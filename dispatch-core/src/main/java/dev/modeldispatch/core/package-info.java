/**
 * The front door: {@link dev.modeldispatch.core.ModelDispatch} wires connectors, engine and batch.
 *
 * <pre>{@code
 * try (var models = ModelDispatch.builder().openai(ApiKey.env("OPENAI_API_KEY")).build()) {
 *   var targets = ModelTarget.list("openai/gpt-x", "openai/gpt-y");
 *   System.out.println(ComparisonReport.text(models.batch().dispatch(targets, "Compare")));
 *   models.stream("openai/gpt-x", "Tell a story").subscribe(reader);   // a Flow.Subscriber
 * }
 * }</pre>
 */
@NullMarked
package dev.modeldispatch.core;

import org.jspecify.annotations.NullMarked;
