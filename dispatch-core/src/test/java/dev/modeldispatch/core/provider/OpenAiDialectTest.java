package dev.modeldispatch.core.provider;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.modeldispatch.Prompt;
import dev.modeldispatch.Usage;
import dev.modeldispatch.core.internal.Json;
import dev.modeldispatch.core.internal.JsonTrouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OpenAiDialectTest {
  @Test
  void promptBecomesMessagesAndLimits() throws JsonTrouble {
    var prompt =
        Prompt.builder("hi").system("be brief").maxOutputTokens(7).temperature(0.5).build();

    var body = OpenAiDialect.OPENAI.body("gpt-x", prompt, History.none());

    assertThat(body)
        .isEqualTo(
            json(
                """
                {"model":"gpt-x","messages":[{"role":"system","content":"be brief"},
                {"role":"user","content":"hi"}],"max_completion_tokens":7,"temperature":0.5}\
                """));
  }

  @Test
  void compatibleServersGetTheOlderWordForTheLimit() {
    var body =
        OpenAiDialect.COMPATIBLE.body(
            "m", Prompt.builder("hi").maxOutputTokens(7).build(), History.none());

    assertThat(body.path("max_tokens").intValue()).isEqualTo(7);
    assertThat(body.has("max_completion_tokens")).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"type\":\"object\"}|false",
        "{\"type\":\"object\",\"properties\":{},\"additionalProperties\":false}|true"
      })
  void schemaGoesIntoTheResponseFormatStrictlyWhereItCan(String schema, boolean strict)
      throws JsonTrouble {
    var prompt = Prompt.builder("hi").jsonSchema(schema).build();

    var format = OpenAiDialect.OPENAI.body("m", prompt, History.none()).path("response_format");

    assertThat(format)
        .isEqualTo(
            json(
                """
                {"type":"json_schema","json_schema":{"name":"answer","strict":%s,
                "schema":%s}}\
                """
                    .formatted(strict, schema)));
  }

  @ParameterizedTest
  @CsvSource({
    "stop, DONE",
    "length, CUT",
    "content_filter, FILTERED",
    "tool_calls, TOOL",
    "banana, UNCLEAR"
  })
  void finishReasonIsRead(String reason, Said.Finish finish) throws JsonTrouble {
    var said = OpenAiDialect.OPENAI.read(answer("\"a\"", "\"" + reason + "\""));

    assertThat(said.finish()).isEqualTo(finish);
  }

  @Test
  void missingFinishReasonIsUnclear() throws JsonTrouble {
    assertThat(OpenAiDialect.OPENAI.read(answer("\"a\"", "null")).finish())
        .isEqualTo(Said.Finish.UNCLEAR);
  }

  @Test
  void contentInPartsIsJoined() throws JsonTrouble {
    var parts = "[{\"type\":\"text\",\"text\":\"a\"},{\"type\":\"text\",\"text\":\"b\"}]";

    assertThat(OpenAiDialect.OPENAI.read(answer(parts, "\"stop\"")).text()).isEqualTo("ab");
  }

  @Test
  void refusalIsNoAnswer() throws JsonTrouble {
    var said =
        OpenAiDialect.OPENAI.read(
            json(
                """
                {"choices":[{"message":{"content":null,"refusal":"I cannot"},
                "finish_reason":"stop"}]}\
                """));

    assertThat(said.finish()).isEqualTo(Said.Finish.FILTERED);
  }

  @Test
  void usageKeepsReasoningAndCacheApart() throws JsonTrouble {
    var said =
        OpenAiDialect.OPENAI.read(
            json(
                """
                {"choices":[{"message":{"content":"a"},"finish_reason":"stop"}],
                "usage":{"prompt_tokens":100,"completion_tokens":20,
                "prompt_tokens_details":{"cached_tokens":30},
                "completion_tokens_details":{"reasoning_tokens":5},"cost":0.25}}\
                """));

    assertThat(said.usage().inputTokens()).isEqualTo(100);
    assertThat(said.usage().cacheReadTokens()).isEqualTo(30);
    assertThat(said.usage().reasoningTokens()).isEqualTo(5);
    assertThat(said.usage().costUsd()).map(Object::toString).contains("0.25");
  }

  @Test
  void missingUsageIsUnknown() throws JsonTrouble {
    assertThat(OpenAiDialect.OPENAI.read(answer("\"a\"", "\"stop\"")).usage())
        .isEqualTo(Usage.unknown());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {"{}", "[]", "{\"choices\":[]}", "{\"choices\":[{}]}", "7", "null"})
  void anythingElseIsNotTheShape(String body) throws JsonTrouble {
    assertThat(OpenAiDialect.OPENAI.read(json(body)).finish()).isEqualTo(Said.Finish.NOT_THE_SHAPE);
  }

  private static JsonNode answer(String content, String finish) throws JsonTrouble {
    return json(
        "{\"choices\":[{\"message\":{\"content\":"
            + content
            + "},\"finish_reason\":"
            + finish
            + "}]}");
  }

  private static JsonNode json(String text) throws JsonTrouble {
    return Json.parse(text);
  }
}
