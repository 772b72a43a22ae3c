/**
 * What more than one room of the core needs: time, JSON, threads. A thing enters with its second
 * user, and nothing here is exported.
 *
 * <pre>{@code
 * var clock = MonotonicTime.start();
 * JsonNode answer = Json.parse(bytes);            // throws JsonTrouble, which quotes nothing
 * Executor callbacks = DispatchThreads.callbacks();
 * }</pre>
 */
@NullMarked
package dev.modeldispatch.core.internal;

import org.jspecify.annotations.NullMarked;
