/**
 * What callers see: a {@link dev.modeldispatch.Dispatcher} sends one {@link
 * dev.modeldispatch.Prompt} to one {@link dev.modeldispatch.ModelTarget}, a {@link
 * dev.modeldispatch.BatchDispatcher} to many, and each target gets one {@link
 * dev.modeldispatch.ModelResult}.
 *
 * <pre>{@code
 * ModelResult one = dispatcher.dispatch(ModelTarget.parse("openai/gpt-x"), "Why is the sky blue?");
 * String shown = one.fold(Answered::text, none -> none.failure().message());
 * BatchResult three = batch.dispatch(ModelTarget.list("openai/a", "anthropic/b", "ollama/c"), "Hi");
 * }</pre>
 *
 * <p>The JDK is all it needs: JSON crosses as text.
 */
@NullMarked
package dev.modeldispatch;

import org.jspecify.annotations.NullMarked;
