/**
 * Runs agent sessions on a session server, several at once in one workspace, each inside of the
 * files that it may write; and gives the tasks of a graph to such sessions.
 *
 * <pre>{@code
 * try (SessionFleet fleet = SessionFleet.opencode(OpencodeOptions.at(uri))) {
 *   FleetSession session = fleet.launch(order).join();   // prompted; nothing is left if it fails
 *   SessionState end = session.turn().join();            // ready, stopped or error
 * }
 * }</pre>
 */
@NullMarked
package dev.modeldispatch.core.fleet;

import org.jspecify.annotations.NullMarked;
