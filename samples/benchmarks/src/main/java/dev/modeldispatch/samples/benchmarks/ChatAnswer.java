package dev.modeldispatch.samples.benchmarks;

import java.nio.charset.StandardCharsets;

/** The one answer of {@link FastServer}: an OpenAI chat completion of usual shape and size. */
final class ChatAnswer {
  /** The path of a chat completion below a base URL. */
  static final String PATH = "/v1/chat/completions";

  /** The body of a request for it, as raw clients send it. */
  static final String REQUEST =
      "{\"model\":\"fast\",\"messages\":[{\"role\":\"user\",\"content\":\"Why is the sky blue?\"}]}";

  private static final String BODY =
      """
      {"id":"chatcmpl-1","object":"chat.completion","created":1760000000,"model":"fast",\
      "choices":[{"index":0,"message":{"role":"assistant","content":"Sunlight is scattered by the \
      gases of the air, and the short waves, which we see as blue, are scattered most of all; so \
      blue comes from everywhere.","refusal":null,"annotations":[]},"logprobs":null,\
      "finish_reason":"stop"}],"usage":{"prompt_tokens":13,"completion_tokens":34,\
      "total_tokens":47,"prompt_tokens_details":{"cached_tokens":0},\
      "completion_tokens_details":{"reasoning_tokens":0}},"service_tier":"default"}""";

  private ChatAnswer() {}

  /** {@return the whole HTTP answer} */
  static byte[] bytes() {
    int length = BODY.getBytes(StandardCharsets.UTF_8).length;
    String head = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: " + length;
    return (head + "\r\n\r\n" + BODY).getBytes(StandardCharsets.UTF_8);
  }
}
