package dev.modeldispatch.core.provider;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StreamBodyTest {
  private static final String EVENTS = "text/event-stream";
  private static final String PLAIN =
      "{\"choices\":[{\"message\":{\"content\":\"Blue.\"},\"finish_reason\":\"stop\"}]}";
  private static final String TEXT =
      "data: {\"choices\":[{\"delta\":{\"content\":\"Blue.\"}}]}\n\n";
  private static final String STOP =
      "data: {\"choices\":[{\"delta\":{},\"finish_reason\":\"stop\"}]}\n\n";
  private static final String USED =
      "data: {\"choices\":[],\"usage\":{\"prompt_tokens\":3,\"completion_tokens\":4}}\n\n";
  private static final String DONE = "data: [DONE]\n\n";
  private static final String WHOLE = TEXT + STOP + DONE;

  @ParameterizedTest
  @ValueSource(strings = {"application/json", "text/event-stream", "text/plain", ""})
  void plainAnswerIsReadAsWhatItIs(String type) {
    StreamTrial trial = openAi(type);

    trial.feed(" \r\n" + PLAIN.substring(0, 20));
    trial.feed(PLAIN.substring(20));

    assertThat(Answers.in(trial.ends().reply())).isEqualTo("COMPLETE 'Blue.'");
  }

  @ParameterizedTest
  @ValueSource(strings = {"application/json", "text/event-stream", "text/plain", "text/html", ""})
  void streamIsReadAsWhatItIs(String type) {
    StreamTrial trial = openAi(type);

    trial.feed("\n: hello\n\n" + WHOLE);

    assertThat(Answers.in(trial.reply())).isEqualTo("COMPLETE 'Blue.'");
  }

  @ParameterizedTest
  @CsvSource({
    "application/x-ndjson, COMPLETE 'Hi'",
    "text/plain, COMPLETE 'Hi'",
    "'', COMPLETE 'Hi'",
    "application/json, COMPLETE 'Hi'"
  })
  void ollamasPlainAnswerIsReadAsWhatItIs(String type, String says) {
    var trial = new StreamTrial(new OllamaDialect(), type);

    trial.feed("{\"message\":{\"content\":\"Hi\"},\"done\":true,\"done_reason\":\"stop\"}");

    assertThat(Answers.in(trial.ends().reply())).isEqualTo(says);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " \n", "<html><body>Bad gateway", "\u001f\u008b\u0008", "{\"a\":"})
  void whatIsNeitherIsMalformed(String body) {
    StreamTrial trial = openAi(EVENTS);

    trial.feed(body);

    assertThat(Answers.in(trial.ends().reply())).isEqualTo("malformed_response after ''");
  }

  @Test
  void brokenPlainAnswerIsTheTransportsFailure() {
    StreamTrial trial = openAi("application/json");

    trial.feed(PLAIN);

    assertThat(Answers.in(trial.breaks().reply())).isEqualTo("connection_lost after ''");
  }

  @Test
  void eventsAreContentAndKeepAlivesAreNone() {
    StreamTrial trial = openAi(EVENTS);

    assertThat(trial.feed(": OPENROUTER PROCESSING\n\n")).isFalse();
    assertThat(trial.feed("\n\r\n")).isFalse();
    assertThat(trial.feed("data:\n\ndata: \n\n")).isFalse();
    assertThat(trial.feed("event: ping\ndata: {\"type\": \"ping\"}\n\n")).isFalse();
    assertThat(trial.feed(TEXT)).isTrue();
    assertThat(trial.feed("data: {\"choices\":[]}\n\n")).isTrue();
    assertThat(trial.feed(": \n\n")).isFalse();
    assertThat(trial.isSettled()).isFalse();
  }

  @Test
  void whatFollowsTheEndMarkIsNotRead() {
    StreamTrial trial = openAi(EVENTS);

    trial.feed(WHOLE + TEXT);
    trial.feed(TEXT + "data: {\n\n");
    trial.breaks();

    assertThat(Answers.in(trial.reply())).isEqualTo("COMPLETE 'Blue.'");
    assertThat(trial.log).containsExactly("ANSWER Blue.", "marked");
  }

  @Test
  void answerWithoutItsEndMarkIsUnverifiedWhateverBreaks() {
    StreamTrial ended = openAi(EVENTS);
    StreamTrial broken = openAi(EVENTS);

    ended.feed(TEXT + STOP + USED);
    broken.feed(TEXT + STOP + USED);

    assertThat(Answers.in(ended.ends().reply())).isEqualTo("UNVERIFIED 'Blue.'");
    assertThat(Answers.in(broken.breaks().reply())).isEqualTo("UNVERIFIED 'Blue.'");
    assertThat(Answers.usageIn(broken.reply())).startsWith("3 in, 4 out").endsWith("AT_LEAST");
  }

  @Test
  void geminiGoesOnBehindAFinishReasonAndEndsWithItsReply() {
    var trial = new StreamTrial(new GeminiDialect(), EVENTS);
    String said = "data: {\"candidates\":[{\"content\":{\"parts\":[{\"text\":\"%s\"}]},%s}]}\n\n";

    trial.feed(said.formatted("The", "\"finishReason\":\"STOP\""));
    trial.feed(said.formatted(" sky", "\"finishReason\":\"STOP\""));

    assertThat(trial.isSettled()).isFalse();
    assertThat(Answers.in(trial.ends().reply())).isEqualTo("COMPLETE 'The sky'");
  }

  @ParameterizedTest
  @CsvSource({
    "'', output_truncated after 'Blue.', 0 in, UNKNOWN",
    "usage, output_truncated after 'Blue.', 3 in, AT_LEAST"
  })
  void cutAnswerTellsWhatCameAndWhatItUsed(String used, String says, String input, String how) {
    StreamTrial trial = openAi(EVENTS);

    trial.feed(TEXT + (used.isEmpty() ? "" : USED));
    trial.ends();

    assertThat(Answers.in(trial.reply())).isEqualTo(says);
    assertThat(Answers.usageIn(trial.reply())).startsWith(input).endsWith(how);
  }

  @Test
  void eventThatIsNoJsonEndsTheStream() {
    StreamTrial trial = openAi(EVENTS);

    trial.feed(TEXT + "data: {\"choices\": [\n\n" + STOP + DONE);

    assertThat(Answers.in(trial.reply())).isEqualTo("malformed_response after 'Blue.'");
    assertThat(trial.log).containsExactly("ANSWER Blue.", "broke");
  }

  @Test
  void streamWithoutAChoiceIsMalformed() {
    StreamTrial trial = openAi(EVENTS);

    trial.feed(USED + DONE);

    assertThat(Answers.in(trial.reply())).isEqualTo("malformed_response after ''");
  }

  @ParameterizedTest
  @CsvSource({"-1, response_too_large after 'Blue.'", "0, COMPLETE 'Blue.'", "1, COMPLETE 'Blue.'"})
  void streamIsBoundedAsAWhole(int room, String says) {
    var trial = new StreamTrial(OpenAiDialect.OPENAI, EVENTS, WHOLE.length() + room);

    trial.feed(WHOLE + ": more\n\n");

    assertThat(Answers.in(trial.reply())).isEqualTo(says);
  }

  @ParameterizedTest
  @CsvSource({"-1, response_too_large after ''", "0, COMPLETE 'Blue.'", "1, COMPLETE 'Blue.'"})
  void plainAnswerIsBounded(int room, String says) {
    var trial = new StreamTrial(OpenAiDialect.OPENAI, EVENTS, PLAIN.length() + room);

    trial.feed(PLAIN);

    assertThat(Answers.in(trial.ends().reply())).isEqualTo(says);
  }

  @Test
  void floodBehindTheEndMarkIsNotReadOn() {
    var trial = new StreamTrial(OpenAiDialect.OPENAI, EVENTS, WHOLE.length() + 10);

    trial.feed(WHOLE);
    trial.feed("x".repeat(10));
    assertThat(trial.log).doesNotContain("aborted");
    trial.feed("x");

    assertThat(trial.log).contains("aborted");
  }

  @Test
  void eventAndLineAreBounded() {
    StreamTrial events = openAi(EVENTS);
    var lines = new StreamTrial(new OllamaDialect(), "application/x-ndjson");

    events.feed(TEXT + "data: " + "x".repeat(1 << 20));
    lines.feed("{\"message\":{\"content\":\"Hi\"}}\n{" + " ".repeat(1 << 20));

    assertThat(Answers.in(events.reply())).isEqualTo("response_too_large after 'Blue.'");
    assertThat(Answers.in(lines.reply())).isEqualTo("response_too_large after 'Hi'");
  }

  @Test
  void errorBehindTextHasUsedSomething() {
    String error = "data: {\"error\":{\"code\":429,\"message\":\"slow down\"}}\n\n";
    StreamTrial first = openAi(EVENTS);
    StreamTrial later = openAi(EVENTS);

    first.feed(error);
    later.feed(TEXT + error);

    assertThat(first.reply().usage().totalTokens()).isZero();
    assertThat(Answers.in(later.reply())).isEqualTo("rate_limited after 'Blue.'");
    assertThat(Answers.usageIn(later.reply())).endsWith("UNKNOWN");
  }

  private static StreamTrial openAi(String type) {
    return new StreamTrial(OpenAiDialect.OPENAI, type);
  }
}
