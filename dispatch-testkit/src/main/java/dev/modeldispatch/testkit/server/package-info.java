/**
 * Fake model servers: real sockets, scripted models, every way in which a reply can go wrong, and a
 * journal that tells when the client hung up.
 *
 * <pre>{@code
 * try (var server = FakeModelServer.start()) {
 *   server.model("quick").answers("blue");
 *   server.model("stuck").plays(Fault.stallAfterHeaders());
 *   client.call(server.baseUri(), "quick");                // http://127.0.0.1:40123/v1
 *   server.awaitRequests(1, Duration.ofSeconds(5));
 *   server.assertClean();
 * }
 * }</pre>
 *
 * <p>WireMock decides what is answered. How it travels is a list of acts (send, pause, drip, stall,
 * reset) that one selector thread plays on each connection, so a thousand held replies cost no
 * thread. How a provider talks is a wire form: its requests and answers, its errors, its stream.
 * There are four, at one port, and a model answers in the form in which it is asked: OpenAI's at
 * {@code /v1/chat/completions}, Anthropic's at {@code /v1/messages}, Gemini's below {@code
 * /v1beta}, Ollama's below {@code /api}. The list at {@code /v1/models} is Anthropic's for those
 * who send its headers. What can go wrong in which of them is a table beside this file, {@code
 * faults.md}.
 *
 * <p>What a real server says can be recorded once, and said again in every test without it. The
 * recording server stands between; a file per exchange is written, which people can read and edit
 * and which is the same when the same is said again:
 *
 * <pre>{@code
 * try (var server = FakeModelServer.record(folder)
 *     .from(Dialect.OPENAI, URI.create("https://api.openai.com/v1")).start()) {
 *   client.call(server.baseUri(), "gpt-x");                // with the real key, once
 * }
 * try (var server = FakeModelServer.replay(folder)) {
 *   client.call(server.baseUri(), "gpt-x");                // with any key
 *   server.assertClean();                                  // fails for a call that fits none
 * }
 * }</pre>
 *
 * <p>No key is in a file, wherever it came: of headers only those are written that a client acts
 * on, and keys and cookies of a request are taken out of everything else. Prompts are not kept
 * unless {@code keepPrompts()} asks for it, since files go into repositories: a hash stands for
 * each text, and so a replay can be strict about a prompt that it does not know. A stream is kept
 * in its events, without its pauses.
 */
@NullMarked
package dev.modeldispatch.testkit.server;

import org.jspecify.annotations.NullMarked;
