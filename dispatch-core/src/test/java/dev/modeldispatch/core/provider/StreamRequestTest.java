package dev.modeldispatch.core.provider;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.modeldispatch.Prompt;
import org.junit.jupiter.api.Test;

class StreamRequestTest {
  @Test
  void openAiIsAskedForTheUsageToo() {
    JsonNode body = asked(OpenAiDialect.COMPATIBLE);

    assertThat(body.path("stream").asBoolean()).isTrue();
    assertThat(body.path("stream_options").path("include_usage").asBoolean()).isTrue();
    assertThat(OpenAiDialect.COMPATIBLE.streamPath("m")).contains("/chat/completions");
  }

  @Test
  void anthropicIsAskedInTheBody() {
    assertThat(asked(new AnthropicDialect()).path("stream").asBoolean()).isTrue();
    assertThat(new AnthropicDialect().streamPath("m")).contains("/messages");
  }

  @Test
  void geminiIsAskedInThePath() {
    var dialect = new GeminiDialect();

    assertThat(asked(dialect)).isEqualTo(dialect.body("m", Prompt.of("hi"), History.none()));
    assertThat(dialect.streamPath("m")).contains("/models/m:streamGenerateContent?alt=sse");
    assertThat(dialect.streamPath("../m")).isEmpty();
  }

  @Test
  void ollamaIsNoLongerToldNotTo() {
    assertThat(asked(new OllamaDialect()).path("stream").asBoolean()).isTrue();
  }

  private static JsonNode asked(Dialect dialect) {
    return dialect.streamed(dialect.body("m", Prompt.of("hi"), History.none()));
  }
}
