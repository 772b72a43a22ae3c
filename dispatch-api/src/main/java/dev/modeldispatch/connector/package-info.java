/**
 * For those who write dispatchers and connectors: one attempt is a {@link
 * dev.modeldispatch.connector.Call}, how it went is a {@link dev.modeldispatch.connector.Reply}.
 *
 * <pre>{@code
 * public void call(Call call) {                             // in a ModelConnector
 *   var exchange = http.post(body(call.prompt()));          // returns at once
 *   call.onAbort(exchange::close);                          // cancel closes the socket
 *   exchange.whenDone(bytes -> call.settle(Reply.answer(textOf(bytes)).build()));
 * }
 * }</pre>
 */
@NullMarked
package dev.modeldispatch.connector;

import org.jspecify.annotations.NullMarked;
