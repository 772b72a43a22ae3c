/**
 * Connectors to the providers' own HTTP interfaces: one exchange, and a small class for each
 * dialect: OpenAI's chat completions and what follows them, Anthropic's messages, Gemini's {@code
 * generateContent}, Ollama's own chat. A dialect is pure functions between prompts, JSON and
 * answers; what differs between services of one dialect is data. The providers keep no
 * conversations; the connectors do, in memory ({@code Conversations}): the turns that were answered
 * go out again with the next prompt.
 *
 * <p>An answer is streamed if somebody reads its text as it comes. The events of a stream are
 * folded into the body that the same reply would have had unstreamed, and both are read by the same
 * words. A stream without its end mark is no complete answer.
 *
 * <pre>{@code
 * var base = BaseUrl.of(ProviderConnector.ANTHROPIC);
 * ModelConnector claude = ProviderConnector.anthropic(base, key, transport, clock);
 * claude.call(call);                                   // one attempt; the end is call.settle(reply)
 * }</pre>
 */
@NullMarked
package dev.modeldispatch.core.provider;

import org.jspecify.annotations.NullMarked;
