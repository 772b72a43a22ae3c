package dev.modeldispatch.testkit.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.modeldispatch.FailureKind;
import dev.modeldispatch.testkit.SecretCanary;
import dev.modeldispatch.testkit.server.FakeModelServer.Dialect;
import java.io.EOFException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is recorded from a server, and that the same comes out of it again. */
class RecordingTest {
  private static final Duration SOON = Duration.ofSeconds(5);

  private final FakeModelServer real = FakeModelServer.start();
  @TempDir Path folder;

  @AfterEach
  void close() throws Exception {
    try (real) {
      real.awaitIdle(SOON);
    }
  }

  @ParameterizedTest
  @EnumSource
  void whatWasRecordedIsSaidAgain(Dialect dialect) throws Exception {
    real.model("m").reasoning("hm").answers("blue \"sky\"\r\nschön").times(2).then().fails(503);
    Function<DialectClient, List<String>> story =
        client ->
            List.of(
                told(client.ask("m")),
                told(client.stream("m")),
                told(client.ask("m")),
                told(client.get(dialect == Dialect.OLLAMA ? "/api/tags" : "/models")));

    List<String> recorded = record(dialect, story);
    List<String> replayed = replay(dialect, story);

    assertThat(replayed).isEqualTo(recorded);
    assertThat(recorded.get(0)).startsWith("200 application/json").contains("sky");
    assertThat(recorded.get(2)).startsWith("503 ");
  }

  @ParameterizedTest
  @EnumSource
  void aStreamComesInItsEvents(Dialect dialect) throws Exception {
    real.model("m").answers("one two three");
    record(dialect, client -> told(client.stream("m")));

    String file = files().values().iterator().next();

    assertThat(file.lines().filter("chunk:"::equals).count()).isGreaterThanOrEqualTo(3);
    assertThat(file).contains("status: 200\n").endsWith("end: whole\n");
  }

  @Test
  void headersThatTellALimitAreKept() throws Exception {
    real.model("m").header("set-cookie", "a=b").fails(FailureKind.RATE_LIMITED);

    record(Dialect.ANTHROPIC, client -> told(client.ask("m")));

    assertThat(files().values().iterator().next())
        .contains("status: 429\n", "header: retry-after: 20\n")
        .doesNotContainIgnoringCase("cookie", "content-length");
  }

  @Test
  void idsOfRequestsAreKeptWhenAskedFor() throws Exception {
    real.model("m").header("x-request-id", "req-12345").fails(503);

    try (var recorder = recorder(Dialect.ANTHROPIC).start()) {
      new DialectClient(recorder, Dialect.ANTHROPIC).ask("m");
    }
    assertThat(files().toString()).contains("\"request_id\" : \"****\"").doesNotContain("req-");

    Files.delete(folder.resolve("anthropic.m.001.txt"));
    record(Dialect.ANTHROPIC, client -> told(client.ask("m")));
    assertThat(files().toString()).contains("x-request-id: req-12345", "\"request_id\" : \"req_");
  }

  @Test
  void aServerThatHangsUpInTheMiddleDoesSoAgain() throws Exception {
    real.model("m").plays(Fault.cutAfterTokens(1)).then().plays(Fault.cutAfter(20));
    Function<DialectClient, String> story =
        client -> {
          assertThatThrownBy(() -> client.stream("m")).hasRootCauseInstanceOf(EOFException.class);
          assertThatThrownBy(() -> client.ask("m")).hasStackTraceContaining("fixed content-length");
          return "";
        };

    record(Dialect.OPENAI, story);

    replay(Dialect.OPENAI, story);
  }

  @Test
  void aClientThatHangsUpIsSeenByTheRealServer() throws Exception {
    real.model("m").plays(Fault.stallAfterTokens(1));

    try (var recorder = recorder(Dialect.OPENAI).start()) {
      var waiting = new DialectClient(recorder, Dialect.OPENAI).streaming("m");
      real.awaitRequests(1, SOON);
      waiting.cancel(true);

      real.awaitClientClose("m", SOON);
    }
  }

  @ParameterizedTest
  @EnumSource
  void noKeyAndNoPromptIsInAnyFile(Dialect dialect) throws Exception {
    var canary = SecretCanary.of(7);
    var escaped = canary.prompt().replace("\"", "\\\"").replace("\n", "\\n");
    String cookie = "sid=" + SecretCanary.of(8).key();
    real.model("m").answers("It was " + canary.key()).then().failsEchoing(400);

    try (var recorder = recorder(dialect).start()) {
      var client = new DialectClient(recorder, dialect, canary.key(), escaped);
      client.ask("m");
      client.stream("m");
      client.get(
          (dialect == Dialect.OLLAMA ? "/api" : "") + "/nowhere?alt=sse&key=" + canary.key());
      client.get("/elsewhere", "Cookie", cookie);
    }

    files()
        .forEach(
            (name, text) -> {
              canary.assertNoKeyIn(name, name + text);
              SecretCanary.of(8).assertNoKeyIn(name, text);
              assertThat(text).doesNotContain(canary.prompt().substring(5, 25));
            });
    assertThat(files().toString()).contains("****", "[prompt]", "sha256:", "key=****");
  }

  @Test
  void aNamedSecretIsInNoFile() throws Exception {
    real.model("m")
        .header("x-ratelimit-note", "Tiger-Lily")
        .answers("The code is tiger-lily, TIGER-LILY!");

    try (var recorder = recorder(Dialect.OPENAI).secret("tiger-lily").keepPrompts().start()) {
      new DialectClient(recorder, Dialect.OPENAI, DialectClient.KEY, "tiger-lily?").ask("m");
    }

    assertThat(files().toString())
        .contains("The code is ****, ****!", "\"content\" : \"****?\"", "note: ****")
        .doesNotContainIgnoringCase("tiger");
  }

  @Test
  void promptsAreKeptWhenAskedFor() throws Exception {
    real.model("m").answers("blue");

    try (var recorder = recorder(Dialect.OPENAI).keepPrompts().start()) {
      new DialectClient(recorder, Dialect.OPENAI).ask("m");
    }

    assertThat(files().toString()).contains("prompts: kept", "secret prompt");
    String replayed = replay(Dialect.OPENAI, client -> told(client.ask("m")));
    assertThat(replayed).contains("blue");
  }

  @Test
  void aRecordingTwiceIsTheSameFile() throws Exception {
    real.model("m").answersJson("{\"b\":1.50,\"a\":[]}");
    record(Dialect.OPENAI, client -> told(client.ask("m")));
    var first = files();
    Files.delete(folder.resolve("openai.m.001.txt"));

    record(Dialect.OPENAI, client -> told(client.ask("m")));

    assertThat(files()).isEqualTo(first).containsOnlyKeys("openai.m.001.txt");
    assertThat(first.toString()).contains("|   \"b\" : 1.50,\n");
  }

  @Test
  void aServerThatIsNotThereIsTold() throws Exception {
    real.refuseConnections();

    try (var recorder = recorder(Dialect.OPENAI).start()) {
      assertThat(new DialectClient(recorder, Dialect.OPENAI).ask("m").statusCode()).isEqualTo(502);
      assertThat(new DialectClient(recorder, Dialect.OLLAMA).ask("m").statusCode()).isEqualTo(502);

      assertThat(recorder.unmatched().toString())
          .contains("cannot be reached", "nobody is named for ollama, only for [openai]");
    }
    assertThat(files()).isEmpty();
  }

  @Test
  void aPlanThatCannotBeIsRefused() throws Exception {
    Files.writeString(folder.resolve("openai.m.001.txt"), "");

    assertThatThrownBy(() -> recorder(Dialect.OPENAI).start()).hasMessageContaining("1 recordings");
    assertThatThrownBy(() -> FakeModelServer.record(folder.resolve("new")).start())
        .hasMessageContaining("[OPENAI, ANTHROPIC, GEMINI, OLLAMA]");
    assertThatThrownBy(() -> recorder(Dialect.OPENAI).from(Dialect.OPENAI, real.baseUri()))
        .hasMessageContaining("OPENAI has an address already");
    assertThatThrownBy(() -> FakeModelServer.record(folder).secret("blue"))
        .hasMessageContaining("4 characters");
    assertThatThrownBy(
            () -> FakeModelServer.record(folder).from(Dialect.GEMINI, URI.create("x:/y?key=1")))
        .hasMessageContaining("https://api.example.com/v1beta");
  }

  private FakeModelServer.Recording recorder(Dialect dialect) {
    return FakeModelServer.record(folder).from(dialect, real.uri(dialect));
  }

  private <T> T record(Dialect dialect, Function<DialectClient, T> story) {
    try (var recorder = recorder(dialect).keepRequestIds().start()) {
      return story.apply(new DialectClient(recorder, dialect));
    }
  }

  private <T> T replay(Dialect dialect, Function<DialectClient, T> story)
      throws InterruptedException {
    try (var replay = FakeModelServer.replay(folder)) {
      T told =
          story.apply(
              new DialectClient(replay, dialect, "another-key-of-nobody", DialectClient.PROMPT));
      replay.awaitIdle(SOON);
      replay.assertClean();
      assertThat(replay.unplayed()).isEmpty();
      return told;
    }
  }

  private static String told(HttpResponse<String> response) {
    String type = response.headers().firstValue("content-type").orElse("");
    return response.statusCode() + " " + type + " " + response.body();
  }

  private Map<String, String> files() throws IOException {
    var files = new TreeMap<String, String>();
    for (Path file : Replay.files(folder)) {
      files.put(String.valueOf(file.getFileName()), Files.readString(file));
    }
    return files;
  }
}
