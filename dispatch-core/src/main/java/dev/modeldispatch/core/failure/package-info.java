/**
 * Gives each failure its name: ordered rules as data over what a server or the transport showed,
 * with the evidence kept, and reads what the server says about coming back.
 *
 * <pre>{@code
 * var seen = ServerReply.of(429, body);                                      // status, codes, words
 * Failure named = FailureRules.standard().failure(target, seen, filter, headers, now);
 * Failure broken = TransportFailures.of(origin, exception, Phase.IN_REPLY);  // connection_lost
 * }</pre>
 *
 * <p>Status before code before text. A text decides only if it does not repeat the prompt, and by
 * no phrase that the prompt holds; codes are read from the fields for codes alone. A user's rules
 * stand in front and say so in the evidence.
 */
@NullMarked
package dev.modeldispatch.core.failure;

import org.jspecify.annotations.NullMarked;
