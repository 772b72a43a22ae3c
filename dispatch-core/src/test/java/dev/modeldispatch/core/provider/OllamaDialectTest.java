package dev.modeldispatch.core.provider;

import static dev.modeldispatch.core.provider.Answers.json;
import static org.assertj.core.api.Assertions.assertThat;

import dev.modeldispatch.ApiKey;
import dev.modeldispatch.Prompt;
import dev.modeldispatch.connector.ProviderStatus;
import dev.modeldispatch.core.internal.Json;
import dev.modeldispatch.core.internal.JsonTrouble;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OllamaDialectTest {
  private static final OllamaDialect DIALECT = new OllamaDialect();
  private static final String ANSWER =
      "{'model':'m','created_at':'2026-11-20T10:00:00Z','message':{'role':'assistant',%s},%s,"
          + "'total_duration':1,'prompt_eval_count':3,'eval_count':4}";

  @Test
  void plainPromptIsNotStreamed() throws JsonTrouble {
    assertThat(DIALECT.body("llama3", Prompt.of("hi"), History.none()))
        .isEqualTo(
            Json.parse(
                json(
                    """
                    {'model':'llama3','messages':[{'role':'user','content':'hi'}],
                    'stream':false}\
                    """)));
  }

  @Test
  void everyWishHasItsField() throws JsonTrouble {
    var prompt =
        Prompt.builder("hi")
            .system("be brief")
            .maxOutputTokens(7)
            .temperature(0.5)
            .jsonSchema("{\"type\":\"object\"}")
            .build();

    assertThat(DIALECT.body("llama3", prompt, History.none()))
        .isEqualTo(
            Json.parse(
                json(
                    """
                    {'model':'llama3','messages':[{'role':'system','content':'be brief'},
                    {'role':'user','content':'hi'}],'stream':false,'format':{'type':'object'},
                    'options':{'num_predict':7,'temperature':0.5}}\
                    """)));
  }

  @Test
  void keyOfTheCloudStandsInAHeader() {
    assertThat(DIALECT.headers(ApiKey.of("k-1"))).isEqualTo(Map.of("Authorization", "Bearer k-1"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          'done_reason':'stop','done':true   | COMPLETE 'Blue.'
          'done_reason':'length','done':true | output_truncated after 'Blue.'
          'done_reason':'load','done':true   | output_truncated after 'Blue.'
          'done_reason':'banana','done':true | UNVERIFIED 'Blue.'
          'done':true                        | UNVERIFIED 'Blue.'
          'done':false                       | output_truncated after 'Blue.'
          'done_reason':'stop','done':false  | output_truncated after 'Blue.'
          """)
  void endIsReadBeforeTheText(String end, String says) {
    var reply = Answers.read(DIALECT, ANSWER.formatted("'content':'Blue.'", end));

    assertThat(Answers.in(reply)).isEqualTo(says);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          'content':'a','thinking':'hm'   | COMPLETE 'a'
          'content':'','thinking':'hm'    | empty_answer after ''
          'content':null                  | empty_answer after ''
          'content':'a','tool_calls':[]   | COMPLETE 'a'
          'content':'','tool_calls':[{'function':{'name':'f','arguments':{}}}] | tool_denied after ''
          """)
  void answerIsItsContentAlone(String message, String says) {
    var reply =
        Answers.read(DIALECT, ANSWER.formatted(message, "'done_reason':'stop','done':true"));

    assertThat(Answers.in(reply)).isEqualTo(says);
  }

  @ParameterizedTest
  @ValueSource(strings = {"{}", "[]", "7", "null", "{'response':'a','done':true}"})
  void anythingElseIsNotTheShape(String body) {
    assertThat(Answers.in(Answers.read(DIALECT, body))).startsWith("malformed_response");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          ,'prompt_eval_count':3,'eval_count':4 | 3 in, 4 out, 0 reasoning, 0 read, 0 written, EXACT
          ,'eval_count':4        | 0 in, 4 out, 0 reasoning, 0 read, 0 written, AT_LEAST
          ,'prompt_eval_count':3 | 3 in, 0 out, 0 reasoning, 0 read, 0 written, AT_LEAST
          ,'eval_count':'4'      | 0 in, 0 out, 0 reasoning, 0 read, 0 written, UNKNOWN
          ``                     | 0 in, 0 out, 0 reasoning, 0 read, 0 written, UNKNOWN
          """)
  void whatIsNotCountedIsNotZero(String counts, String says) {
    String body = "{'message':{'content':'a'},'done':true,'done_reason':'stop'" + counts + "}";

    assertThat(Answers.usageIn(Answers.read(DIALECT, body))).isEqualTo(says);
  }

  @Test
  void modelListIsOnePage() throws JsonTrouble {
    var page = Json.parse(json("{'models':[{'name':'llama3:latest','model':'llama3:latest'},{}]}"));

    assertThat(DIALECT.models(page)).containsExactly(ProviderStatus.Model.of("llama3:latest"));
    assertThat(DIALECT.modelsPathAfter(page)).isEmpty();
  }
}
