/**
 * The connector over an {@code opencode serve} session server: sessions, its event stream, its
 * provider list.
 *
 * <pre>{@code
 * try (var models = ModelDispatch.builder().opencode().build()) {      // at http://127.0.0.1:4096
 *   System.out.println(models.ask("anthropic/claude-x", "Why is the sky blue?"));
 * }
 * }</pre>
 *
 * <p>The server's prompt call has no deadline and can stay open for ever; the ways in which it does
 * are watched for on its event stream. It does not notice a closed socket: a cancel is told to it.
 *
 * <p>{@link dev.modeldispatch.core.opencode.OpencodeSessions} are the other way round: sessions of
 * agents, which use the server's tools, are prompted without waiting and looked after to their end.
 */
@NullMarked
package dev.modeldispatch.core.opencode;

import org.jspecify.annotations.NullMarked;
