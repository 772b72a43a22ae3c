/**
 * Gives each failure its name: ordered rules as data over what a server or the transport showed,
 * with the evidence kept.
 *
 * <pre>{@code
 * var seen = ServerReply.of(429, headers, body);
 * Failure named = FailureRules.standard().classify(target, seen);   // rate_limited (429)
 * Failure broken = TransportFailures.of(target, exception);         // unreachable, connection_lost
 * }</pre>
 *
 * <p>Status before code before text: text that can echo a prompt never decides over a status.
 */
@NullMarked
package dev.modeldispatch.core.failure;

import org.jspecify.annotations.NullMarked;
