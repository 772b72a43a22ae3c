/**
 * Connectors to the providers' own HTTP interfaces: one exchange, and a small class for each
 * dialect. So far: OpenAI-compatible chat completions, not streamed.
 *
 * <pre>{@code
 * var base = BaseUrl.of(URI.create("http://127.0.0.1:11434/v1"));
 * ModelConnector ollama = ProviderConnector.openAiCompatible("ollama", base, transport, clock);
 * ollama.call(call);                                   // one attempt; the end is call.settle(reply)
 * }</pre>
 */
@NullMarked
package dev.modeldispatch.core.provider;

import org.jspecify.annotations.NullMarked;
