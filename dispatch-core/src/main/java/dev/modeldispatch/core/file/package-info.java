/**
 * Asks by files: an agent, a person or another process watches a folder, finds a signal, and puts
 * its answer beside it; one at a time, or in batches with a manifest and a briefing.
 *
 * <pre>{@code
 * try (var files = FileDispatcher.builder(Path.of("work")).open()) {
 *   ModelResult one = files.dispatch(ModelTarget.parse("file/agent"), "Why does the test fail?");
 * }
 * }</pre>
 *
 * <p>{@link dev.modeldispatch.core.file.FileDispatcher} is a dispatcher like any other; {@link
 * dev.modeldispatch.core.file.BatchFileDispatcher} asks many cases batch by batch; {@link
 * dev.modeldispatch.core.file.FileResponder} is the other side, for models, people and tests. One
 * process owns a folder; a killed one's successor goes on with {@code builder(folder).resume()}.
 * Polling alone is relied on: events of a file system get lost. For one batch over files and models
 * there is {@code models.batchOver(..)}, over a dispatcher that tells them apart by their provider.
 *
 * <p>Uses the room {@code usage}; {@code batch}, since slots, completion and cancel of many asks
 * are the same here as anywhere; and {@code failure}, since a responder's own words are remote text
 * like any other.
 */
@NullMarked
package dev.modeldispatch.core.file;

import org.jspecify.annotations.NullMarked;
