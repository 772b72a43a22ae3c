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

class AnthropicDialectTest {
  private static final AnthropicDialect DIALECT = new AnthropicDialect();
  private static final String ANSWER =
      "{'id':'msg_1','type':'message','role':'assistant','model':'m','content':[%s],"
          + "'stop_reason':%s,'stop_sequence':null,'usage':%s}";
  private static final String USED = "{'input_tokens':3,'output_tokens':4}";

  @Test
  void plainPromptGetsALimitOfItsOutput() throws JsonTrouble {
    assertThat(DIALECT.body("claude-x", Prompt.of("hi"), History.none()))
        .isEqualTo(
            Json.parse(
                json(
                    """
                    {'model':'claude-x','max_tokens':4096,
                    'messages':[{'role':'user','content':'hi'}]}\
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

    assertThat(DIALECT.body("claude-x", prompt, History.none()))
        .isEqualTo(
            Json.parse(
                json(
                    """
                    {'model':'claude-x','max_tokens':7,'system':'be brief',
                    'messages':[{'role':'user','content':'hi'}],'temperature':0.5,
                    'output_config':{'format':{'type':'json_schema','schema':{'type':'object'}}}}\
                    """)));
  }

  @Test
  void keyAndVersionStandInHeaders() {
    assertThat(DIALECT.headers(ApiKey.of("sk-1"))).isEqualTo(Map.of("x-api-key", "sk-1"));
    assertThat(DIALECT.headers()).isEqualTo(Map.of("anthropic-version", "2023-06-01"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          end_turn                      | COMPLETE 'Blue.'
          stop_sequence                 | COMPLETE 'Blue.'
          max_tokens                    | output_truncated after 'Blue.'
          model_context_window_exceeded | context_overflow after 'Blue.'
          refusal                       | content_filtered after 'Blue.'
          tool_use                      | tool_denied after 'Blue.'
          pause_turn                    | output_truncated after 'Blue.'
          something_new                 | output_truncated after 'Blue.'
          """)
  void stopReasonIsReadBeforeTheText(String reason, String says) {
    var reply = Answers.read(DIALECT, answer("{'type':'text','text':'Blue.'}", quoted(reason)));

    assertThat(Answers.in(reply)).isEqualTo(says);
  }

  @Test
  void missingStopReasonLeavesTheAnswerUnverified() {
    var reply = Answers.read(DIALECT, answer("{'type':'text','text':'Blue.'}", "null"));

    assertThat(Answers.in(reply)).isEqualTo("UNVERIFIED 'Blue.'");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {'type':'text','text':'a'},{'type':'text','text':'b'}                   | COMPLETE 'ab'
          {'type':'thinking','thinking':'hm','signature':'s'},\
          {'type':'redacted_thinking','data':'x'},{'type':'text','text':'a'}      | COMPLETE 'a'
          {'type':'some_result','text':'x'},{'type':'text','text':'a'}            | COMPLETE 'a'
          {'type':'thinking','thinking':'hm','signature':'s'}                     | empty_answer after ''
          {'type':'text','text':' '}                                              | empty_answer after ' '
          ``                                                                      | empty_answer after ''
          """)
  void answerIsItsTextsAlone(String content, String says) {
    assertThat(Answers.in(Answers.read(DIALECT, answer(content, "'end_turn'")))).isEqualTo(says);
  }

  @ParameterizedTest
  @ValueSource(strings = {"{}", "[]", "7", "null", "{'type':'message'}", "{'content':'text'}"})
  void anythingElseIsNotTheShape(String body) {
    assertThat(Answers.in(Answers.read(DIALECT, body))).startsWith("malformed_response");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {'input_tokens':3,'output_tokens':4} | 3 in, 4 out, 0 reasoning, 0 read, 0 written, EXACT
          {'input_tokens':3,'cache_creation_input_tokens':10,'cache_read_input_tokens':100,\
          'output_tokens':4} | 113 in, 4 out, 0 reasoning, 100 read, 10 written, EXACT
          {'input_tokens':3,'cache_creation_input_tokens':null,'cache_read_input_tokens':null,\
          'output_tokens':4} | 3 in, 4 out, 0 reasoning, 0 read, 0 written, EXACT
          {'input_tokens':3}                   | 0 in, 0 out, 0 reasoning, 0 read, 0 written, UNKNOWN
          {'input_tokens':-3,'output_tokens':4}| 0 in, 0 out, 0 reasoning, 0 read, 0 written, UNKNOWN
          null                                 | 0 in, 0 out, 0 reasoning, 0 read, 0 written, UNKNOWN
          """)
  void inputIsWhatWasSentAndWhatWasCached(String usage, String says) {
    String body = ANSWER.formatted("{'type':'text','text':'a'}", "'end_turn'", usage);

    assertThat(Answers.usageIn(Answers.read(DIALECT, body))).isEqualTo(says);
  }

  @Test
  void modelListIsFollowedToItsEnd() throws JsonTrouble {
    var more = Json.parse(json("{'data':[{'id':'a'},{'x':1}],'has_more':true,'last_id':'a/b&c'}"));
    var last = Json.parse(json("{'data':[],'has_more':false,'last_id':'a'}"));

    assertThat(DIALECT.models(more)).containsExactly(ProviderStatus.Model.of("a"));
    assertThat(DIALECT.modelsPathAfter(more)).contains("/models?limit=1000&after_id=a%2Fb%26c");
    assertThat(DIALECT.modelsPathAfter(last)).isEmpty();
  }

  private static String answer(String content, String reason) {
    return ANSWER.formatted(content, reason, USED);
  }

  private static String quoted(String word) {
    return "'" + word + "'";
  }
}
