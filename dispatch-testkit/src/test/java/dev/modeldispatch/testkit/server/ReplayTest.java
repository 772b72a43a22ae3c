package dev.modeldispatch.testkit.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.modeldispatch.testkit.server.FakeModelServer.Dialect;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is played of recordings that people wrote by hand, and what is refused. */
class ReplayTest {
  private static final String GOOD =
      """
      # By hand.
      recording: 1
      dialect: openai
      model: m
      prompts: kept
      request: POST /v1/chat/completions
      | {"messages": [{"role": "user", "content": "%s"}], "model": "m", "n": 1.0}
      status: 200
      header: Content-Type: application/json
      json:
      | {"answer": "%s"}
      end: whole
      """;

  @TempDir Path folder;

  @Test
  void orderOfFieldsAndWayOfNumbersDoNotCount() throws Exception {
    keep("openai.m.001.txt", GOOD.formatted("hi", "one"));

    try (var server = FakeModelServer.replay(folder)) {
      var answer =
          ask(
              server,
              "{\"n\":1,\"model\":\"m\",\"messages\":[{\"content\":\"hi\",\"role\":\"user\"}]}");

      assertThat(answer.body()).isEqualTo("{\"answer\":\"one\"}");
      server.awaitIdle(Duration.ofSeconds(5));
      server.assertClean();
    }
  }

  @Test
  void eachIsPlayedOnceAndInOrder() throws Exception {
    keep("openai.m.001.txt", GOOD.formatted("hi", "one"));
    keep("openai.m.002.txt", GOOD.formatted("more", "two"));

    try (var server = FakeModelServer.replay(folder)) {
      assertMissed(server, "more", "it is openai.m.002.txt, but the turn is with openai.m.001.txt");
      assertThat(ask(server, body("hi")).body()).contains("one");
      assertThat(server.unplayed()).containsExactly("openai.m.002.txt");
      assertThat(ask(server, body("more")).body()).contains("two");
      assertMissed(server, "more", "all 2 were played; left are {}");
    }
  }

  @Test
  void aMissTellsTheNearestAndWhereItDiffers() throws Exception {
    keep("openai.m.001.txt", GOOD.formatted("hi", "one"));

    try (var server = FakeModelServer.replay(folder)) {
      assertMissed(
          server,
          "my prompt",
          "no recording fits POST /v1/chat/completions to openai/m: openai.m.001.txt is nearest; "
              + "/messages/0/content: recorded \"sha256:8f434346648f6b96df89dda901c5176b, 2 chars\","
              + " asked \"sha256:");
      assertThat(server.unmatched().toString()).doesNotContain("my prompt");
      assertThatThrownBy(server::assertClean).hasMessageContaining("Ask as it was recorded");
    }
  }

  @Test
  void aModelWithoutRecordingsIsToldWhichHaveSome() throws Exception {
    keep("openai.m.001.txt", GOOD.formatted("hi", "one"));

    try (var server = FakeModelServer.replay(folder)) {
      new DialectClient(server, Dialect.OLLAMA).ask("n");

      assertThat(server.unmatched().toString())
          .contains("to ollama/n: there is none for it; left are {openai/m=1}");
      assertThatThrownBy(() -> server.model("m")).hasMessageContaining("and nothing else");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "recording: 1|recording: 7|:2: expected 'recording: 1', found 'recording: 7'",
        "dialect: openai|dialect: open|:3: expected 'dialect: ...' with one of openai, anthropic",
        "prompts: kept|prompts: no|:5: expected 'prompts: hashed' or 'kept', found 'prompts: no'",
        "request: POST /v1|request: /v1|:6: expected 'request: POST /path'",
        "\"n\": 1.0}|\"n\": 1.0|:7: expected JSON after the '|'",
        "status: 200|state: 200|:8: expected 'status: ...', found 'state: 200'",
        "status: 200|status: 99|:8: expected 'status: 200'",
        "header: Content-Type: a|header: Content-Type a|:9: expected 'header: Name: value'",
        "json:|jsno:|:10: expected 'end: ...', found 'jsno:'",
        "\"one\"}|one}|:11: expected JSON after the '|'",
        "end: whole|end: so-so|:12: expected 'end: ...' with one of whole, cut, open",
        "end: whole|chunk:|:12: expected 'end: ...', found 'chunk:'",
      })
  void aBrokenFileIsRefusedWithItsLine(String good, String bad, String problem) throws Exception {
    String whole = GOOD.formatted("hi", "one");
    keep("openai.m.001.txt", whole.replace(good, bad));

    assertThat(whole).contains(good);
    assertThatThrownBy(() -> FakeModelServer.replay(folder))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("openai.m.001.txt" + problem);
  }

  @Test
  void aFileThatEndsTooSoonOrTooLateIsRefused() throws Exception {
    String good = GOOD.formatted("hi", "one");
    keep("a.txt", good.replace("end: whole\n", ""));
    keep("b.txt", good + "more\n");

    assertThatThrownBy(() -> FakeModelServer.replay(folder))
        .hasMessageContaining("2 problems")
        .hasMessageContaining("a.txt:12: expected 'end: ...', found the end of the file")
        .hasMessageContaining("b.txt:13: expected nothing after 'end', found 'more'");
  }

  @Test
  void aFolderWithoutRecordingsIsRefused() {
    assertThatThrownBy(() -> FakeModelServer.replay(folder.resolve("none")))
        .hasMessageContaining("there are none; make them with FakeModelServer.record(folder)");
  }

  private void assertMissed(FakeModelServer server, String prompt, String why) {
    var answer = ask(server, body(prompt));

    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(server.unmatched()).last().asString().contains(why);
  }

  private static String body(String prompt) {
    return "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"%s\"}],\"n\":1}"
        .formatted(prompt);
  }

  private static HttpResponse<String> ask(FakeModelServer server, String body) {
    return new DialectClient(server, Dialect.OPENAI).post("/chat/completions", body);
  }

  private void keep(String name, String text) throws IOException {
    Files.writeString(folder.resolve(name), text);
  }
}
