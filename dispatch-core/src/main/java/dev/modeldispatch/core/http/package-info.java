/**
 * One exchange over {@code java.net.http}, as it has to be for model servers: HTTP/1.1, no
 * redirects, no unasked proxy, a cap on the body, limits for each phase, and an abort that closes
 * the socket.
 *
 * <pre>{@code
 * var ask = HttpAsk.post(uri, headers, body);
 * Exchange exchange = transport.send(ask, sink);      // returns at once; sink hears the end, once
 * exchange.abort();                                   // closes the socket; the sink hears nothing
 * }</pre>
 */
@NullMarked
package dev.modeldispatch.core.http;

import org.jspecify.annotations.NullMarked;
