/**
 * Tests without sockets and without sleeping: time that a test moves, dispatchers that answer as
 * scripted, listeners that remember.
 *
 * <pre>{@code
 * var time = new VirtualTime();
 * var models = new ScriptedDispatcher(time);
 * models.target("openai/slow").after(Duration.ofSeconds(5)).answers("late");
 * var result = models.dispatchAsync(ModelTarget.parse("openai/slow"), Prompt.of("Hi"));
 * time.advance(Duration.ofSeconds(5));                     // result is done now
 * }</pre>
 *
 * <p>{@code SecretCanary} plants a key and a prompt and looks for them where they must not be.
 *
 * <p>Fake model servers with sockets are in {@code dev.modeldispatch.testkit.server}; the tests
 * that every dispatcher and connector has to pass are in {@code
 * dev.modeldispatch.testkit.contract}.
 */
@NullMarked
package dev.modeldispatch.testkit;

import org.jspecify.annotations.NullMarked;
