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

class GeminiDialectTest {
  private static final GeminiDialect DIALECT = new GeminiDialect();
  private static final String ANSWER =
      "{'candidates':[{'content':{'parts':[%s],'role':'model'},'finishReason':'%s','index':0}],"
          + "'usageMetadata':%s,'modelVersion':'m','responseId':'r'}";
  private static final String USED =
      "{'promptTokenCount':3,'candidatesTokenCount':4,'totalTokenCount':7}";

  @Test
  void plainPromptIsOneTurn() throws JsonTrouble {
    assertThat(DIALECT.body("gemini-x", Prompt.of("hi"), History.none()))
        .isEqualTo(Json.parse(json("{'contents':[{'role':'user','parts':[{'text':'hi'}]}]}")));
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

    assertThat(DIALECT.body("gemini-x", prompt, History.none()))
        .isEqualTo(
            Json.parse(
                json(
                    """
                    {'systemInstruction':{'parts':[{'text':'be brief'}]},
                    'contents':[{'role':'user','parts':[{'text':'hi'}]}],
                    'generationConfig':{'maxOutputTokens':7,'temperature':0.5,
                    'responseMimeType':'application/json',
                    'responseJsonSchema':{'type':'object'}}}\
                    """)));
  }

  @Test
  void keyStandsInAHeaderAndTheModelInThePath() {
    assertThat(DIALECT.headers(ApiKey.of("AI-1"))).isEqualTo(Map.of("x-goog-api-key", "AI-1"));
    assertThat(DIALECT.path("gemini-2.5-pro")).contains("/models/gemini-2.5-pro:generateContent");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "../v1/files",
        "..",
        "a/b",
        "models/gemini-x",
        "a?key=x",
        "a#b",
        "a%2e%2e",
        "a:embedContent",
        "ä",
        "a\\b"
      })
  void modelThatWouldLeadElsewhereHasNoPath(String model) {
    assertThat(DIALECT.path(model)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          STOP                    | COMPLETE 'Blue.'
          MAX_TOKENS              | output_truncated after 'Blue.'
          SAFETY                  | content_filtered after 'Blue.'
          RECITATION              | content_filtered after 'Blue.'
          BLOCKLIST               | content_filtered after 'Blue.'
          PROHIBITED_CONTENT      | content_filtered after 'Blue.'
          SPII                    | content_filtered after 'Blue.'
          IMAGE_SAFETY            | content_filtered after 'Blue.'
          MALFORMED_FUNCTION_CALL | tool_denied after 'Blue.'
          UNEXPECTED_TOOL_CALL    | tool_denied after 'Blue.'
          LANGUAGE                | output_truncated after 'Blue.'
          OTHER                   | output_truncated after 'Blue.'
          SOMETHING_NEW           | output_truncated after 'Blue.'
          ``                      | UNVERIFIED 'Blue.'
          """)
  void finishReasonIsReadBeforeTheText(String reason, String says) {
    var reply = Answers.read(DIALECT, ANSWER.formatted("{'text':'Blue.'}", reason, USED));

    assertThat(Answers.in(reply)).isEqualTo(says);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {'text':'a'},{'text':'b'}                                 | COMPLETE 'ab'
          {'text':'hm','thought':true},{'text':'a','thoughtSignature':'s'} | COMPLETE 'a'
          {'text':'hm','thought':true}                              | empty_answer after ''
          {'functionCall':{'name':'f','args':{}}}                   | tool_denied after ''
          ``                                                        | empty_answer after ''
          """)
  void answerIsItsTextsAlone(String parts, String says) {
    var reply = Answers.read(DIALECT, ANSWER.formatted(parts, "STOP", USED));

    assertThat(Answers.in(reply)).isEqualTo(says);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {'promptFeedback':{'blockReason':'SAFETY'},'usageMetadata':{}}    | content_filtered after ''
          {'promptFeedback':{'blockReason':'OTHER'},'candidates':[]}        | content_filtered after ''
          {'candidates':[{'finishReason':'SAFETY','index':0}]}              | content_filtered after ''
          {'candidates':[{'finishReason':'MAX_TOKENS','content':{'role':'model'}}]} \
          | output_truncated after ''
          {'candidates':[{'content':{'role':'model'},'finishReason':'STOP'}]}| empty_answer after ''
          """)
  void answerWithoutTextIsNamedForItsCause(String body, String says) {
    assertThat(Answers.in(Answers.read(DIALECT, body))).isEqualTo(says);
  }

  @ParameterizedTest
  @ValueSource(strings = {"{}", "[]", "7", "null", "{'candidates':[]}", "{'candidates':[{}]}"})
  void anythingElseIsNotTheShape(String body) {
    assertThat(Answers.in(Answers.read(DIALECT, body))).startsWith("malformed_response");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {'promptTokenCount':3,'candidatesTokenCount':4} \
          | 3 in, 4 out, 0 reasoning, 0 read, 0 written, EXACT
          {'promptTokenCount':100,'cachedContentTokenCount':80,'toolUsePromptTokenCount':5,\
          'candidatesTokenCount':4,'thoughtsTokenCount':30,'totalTokenCount':139} \
          | 105 in, 34 out, 30 reasoning, 80 read, 0 written, EXACT
          {'promptTokenCount':3,'thoughtsTokenCount':30,'totalTokenCount':33} \
          | 3 in, 30 out, 30 reasoning, 0 read, 0 written, EXACT
          {'promptTokenCount':3,'thoughtsTokenCount':30,'totalTokenCount':40} \
          | 3 in, 30 out, 30 reasoning, 0 read, 0 written, AT_LEAST
          {'promptTokenCount':3} | 3 in, 0 out, 0 reasoning, 0 read, 0 written, AT_LEAST
          {} | 0 in, 0 out, 0 reasoning, 0 read, 0 written, UNKNOWN
          """)
  void outputIsAnswerAndThoughts(String usage, String says) {
    String body = ANSWER.formatted("{'text':'a'}", "STOP", usage);

    assertThat(Answers.usageIn(Answers.read(DIALECT, body))).isEqualTo(says);
  }

  @Test
  void modelListNamesWhatAnswersAndIsFollowedToItsEnd() throws JsonTrouble {
    var page =
        Json.parse(
            json(
                """
                {'models':[
                {'name':'models/a','outputTokenLimit':8192,
                'supportedGenerationMethods':['countTokens','generateContent']},
                {'name':'models/e','supportedGenerationMethods':['embedContent']},
                {'name':'models/plain'}],'nextPageToken':'x/y='}\
                """));

    var models = DIALECT.models(page);

    assertThat(models).extracting(ProviderStatus.Model::id).containsExactly("a", "plain");
    assertThat(models.get(0).outputTokens()).hasValue(8192);
    assertThat(DIALECT.modelsPathAfter(page)).contains("/models?pageSize=1000&pageToken=x%2Fy%3D");
    assertThat(DIALECT.modelsPathAfter(Json.object())).isEmpty();
  }
}
