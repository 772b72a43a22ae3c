/**
 * A fake oppi server: agent sessions in workspaces, over REST and a WebSocket, for tests of a
 * client.
 *
 * <pre>{@code
 * try (var server = FakeOppiServer.start()) {
 *   server.workspace("w1", "shop", repository);
 *   server.sessions().startsFor(Duration.ofMillis(50)).works(OppiWorker.writing("a.txt", "done"));
 *   client.launch(server.baseUri(), server.token(), "shop", "Write a.txt");
 *   server.awaitPrompts(1, Duration.ofSeconds(5));
 *   server.assertClean();                                  // fails if a session is left running
 * }
 * }</pre>
 *
 * <p>A thread reads each connection, and one more writes to each WebSocket, so nobody waits for a
 * slow client; one monitor guards everything that changes, and one timer plays all delays. The
 * server follows the protocol as it is documented; it was never compared with the real one.
 */
@NullMarked
package dev.modeldispatch.testkit.oppi;

import org.jspecify.annotations.NullMarked;
