package dev.modeldispatch.samples.benchmarks;

import dev.modeldispatch.core.http.BodyReader;
import dev.modeldispatch.core.http.NdjsonReader;
import dev.modeldispatch.core.http.SseReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Consumer;

/** Streams as servers send them, of any length, and the readers that connectors read them with. */
enum RecordedStream {
  /** Server-sent events of OpenAI's chat completions. */
  SSE(
      """
      data: {"id":"chatcmpl-BqW3kY0aTzR8","object":"chat.completion.chunk","created":1760000000,\
      "model":"gpt-x-2026-08-07","service_tier":"default","system_fingerprint":"fp_07871e2ad8",\
      "choices":[{"index":0,"delta":{"content":"%s"},"logprobs":null,"finish_reason":null}]}

      """) {
    @Override
    BodyReader reader(Consumer<String> onEvent) {
      return new SseReader(MAX_BYTES, onEvent, RecordedStream::tooLarge);
    }
  },

  /** Lines of JSON of Ollama's chat. */
  NDJSON(
      """
      {"model":"llama3.2:3b-instruct-q4_K_M","created_at":"2026-10-17T12:00:00.123456789Z",\
      "message":{"role":"assistant","content":"%s"},"done_reason":null,"done":false,\
      "total_duration":0,"load_duration":0}
      """) {
    @Override
    BodyReader reader(Consumer<String> onEvent) {
      return new NdjsonReader(MAX_BYTES, onEvent, RecordedStream::tooLarge);
    }
  };

  private static final int MAX_BYTES = 1 << 20;
  private static final List<String> WORDS =
      List.of(
          " the", " sky", " is", " blue", ",", " caf\u00e9", " scattering", ".", " so", " \u2014");

  private final String form;

  RecordedStream(String form) {
    this.form = form;
  }

  /** Returns a reader that tells each event's data. */
  abstract BodyReader reader(Consumer<String> onEvent);

  /** Returns this many events as bytes. */
  byte[] bytes(int events) {
    var text = new StringBuilder();
    for (int i = 0; i < events; i++) {
      text.append(form.formatted(WORDS.get(i % WORDS.size())));
    }
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }

  private static void tooLarge() {
    throw new IllegalStateException("an event is above " + MAX_BYTES + " bytes");
  }
}
