package dev.modeldispatch.testkit.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.modeldispatch.FailureKind;
import dev.modeldispatch.testkit.server.FakeModelServer.Dialect;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What holds in all four dialects, at one port. */
class DialectsTest {
  private static final Duration SOON = Duration.ofSeconds(5);

  private final FakeModelServer server = FakeModelServer.start();

  @AfterEach
  void close() {
    server.close();
  }

  @Test
  void oneModelAnswersInEveryDialectAtOnePort() throws Exception {
    server.model("m").answers("blue sky");

    for (var dialect : Dialect.values()) {
      assertThat(client(dialect).ask("m").body()).contains("blue sky");
      assertThat(client(dialect).stream("m").body()).contains("\"blue\"", "\" sky\"");
    }

    assertThat(server.promptCalls("m")).hasSize(8);
    server.awaitIdle(SOON);
    server.assertClean();
  }

  @ParameterizedTest
  @EnumSource
  void noKeyIsInTheJournal(Dialect dialect) throws Exception {
    server.model("m").answers("blue");

    client(dialect).ask("m");
    client(dialect).get("/nowhere?key=" + DialectClient.KEY);
    server.awaitIdle(SOON);

    assertThat(server + server.journalWithBodies() + server.unmatched())
        .contains("key ****", "key=****")
        .doesNotContain(DialectClient.KEY);
  }

  @ParameterizedTest
  @EnumSource
  void anUnknownModelAndRouteAreTold(Dialect dialect) {
    assertThat(client(dialect).ask("nobody").statusCode()).isEqualTo(404);
    assertThat(server.unmatched()).isEmpty();
    assertThat(client(dialect).get("/api/nowhere").statusCode()).isEqualTo(404);
    assertThat(server.unmatched()).hasSize(1);
  }

  @ParameterizedTest
  @EnumSource
  void aModelIsListed(Dialect dialect) {
    server.model("m").answers("blue");

    String list = client(dialect).get(dialect == Dialect.OLLAMA ? "/api/tags" : "/models").body();

    assertThat(list).contains("m\"");
    assertThat(list.contains("has_more")).isEqualTo(dialect == Dialect.ANTHROPIC);
    assertThat(server.unmatched()).isEmpty();
  }

  @Test
  void whatADialectCannotDoIsAnUnmatchedRequestInIt() {
    server.model("m").fails(FailureKind.OVERLOADED);

    assertThat(client(Dialect.ANTHROPIC).ask("m").statusCode()).isEqualTo(529);
    client(Dialect.OLLAMA).ask("m");

    assertThatThrownBy(server::assertClean)
        .hasMessageContaining("fails overloaded")
        .hasMessageContaining("OLLAMA")
        .hasMessageContaining("[ANTHROPIC]");
  }

  @Test
  void whatItsDialectCannotDoIsRefusedWithWhatItCan() {
    var model = server.model("m").in(Dialect.OLLAMA);

    assertThatThrownBy(() -> model.plays(Oddity.REFUSAL))
        .hasMessageContaining("REFUSAL is unknown to [OLLAMA]")
        .hasMessageContaining("FINISH_LENGTH")
        .hasMessageNotContaining("withoutEndMark");
    assertThatThrownBy(() -> model.plays(Fault.withoutEndMark()))
        .hasMessageContaining("withoutEndMark is unknown to [OLLAMA]")
        .hasMessageContaining("mixedLineEnds");
    assertThatThrownBy(() -> model.fails(FailureKind.OVERLOADED))
        .hasMessageContaining("overloaded")
        .hasMessageContaining("rate_limited");
  }

  @Test
  void aModelIsUnknownInOtherDialectsThanItsOwn() {
    server.model("m").in(Dialect.OLLAMA).answers("blue");

    assertThat(client(Dialect.OLLAMA).ask("m").statusCode()).isEqualTo(200);
    assertThat(client(Dialect.GEMINI).ask("m").statusCode()).isEqualTo(404);
  }

  @ParameterizedTest
  @EnumSource
  void aFaultOfStreamsForARequestWithoutOneIsUnmatched(Dialect dialect) {
    server.model("m").plays(Fault.endAfterTokens(1));

    client(dialect).ask("m");

    assertThatThrownBy(server::assertClean).hasMessageContaining("wants none");
  }

  @ParameterizedTest
  @EnumSource
  void aStreamEndsAfterAsManyWordsAsTold(Dialect dialect) {
    server.model("none").reasoning("hm").answers("one two three", Fault.endAfterTokens(0));
    server.model("two").reasoning("hm").answers("one two three", Fault.endAfterTokens(2));

    String none = client(dialect).stream("none").body();
    String two = client(dialect).stream("two").body();

    assertThat(none).contains("\"hm\"").doesNotContain("\"one\"");
    assertThat(two).contains("\"one\"", "\" two\"").doesNotContain("\" three\"");
  }

  @ParameterizedTest
  @EnumSource
  void anEventThatIsNoJsonComesAfterTheGoodOnes(Dialect dialect) {
    server.model("m").plays(Fault.malformedAfterTokens(1));

    String body = client(dialect).stream("m").body();

    assertThat(body).contains("\"All\"").doesNotContain("\" is\"");
    assertThat(body.strip()).doesNotEndWith("}").doesNotEndWith("[DONE]");
  }

  @ParameterizedTest
  @EnumSource
  void linesEndInTwoWays(Dialect dialect) throws Exception {
    server.model("m").plays(Fault.mixedLineEnds());

    String body = client(dialect).stream("m").body();

    assertThat(body).contains("\r\n").containsPattern("[^\r]\n");
    assertThat(DialectClient.events(body)).hasSizeGreaterThan(2);
  }

  @ParameterizedTest
  @EnumSource
  void anEchoHasThePromptInItsMessage(Dialect dialect) {
    server.model("m").failsEchoing(400);

    var response = client(dialect).ask("m");

    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(response.body()).contains("secret prompt");
  }

  @ParameterizedTest
  @EnumSource
  void aBigBodyIsAsBigAsToldAndStillTheAnswer(Dialect dialect) {
    server.model("m").plays(Fault.bigBody(300 << 10));

    assertThat(client(dialect).ask("m").body()).hasSizeBetween((300 << 10) - 3, 300 << 10);
    assertThat(client(dialect).stream("m").body())
        .hasSizeBetween((300 << 10) - 3, 300 << 10)
        .contains("\"All\"");
  }

  @Test
  void aJitterIsTheSameForOneSeed() throws Exception {
    var one = Pace.AT_ONCE.perPiece(Duration.ofMillis(10)).seed(7).pauses();
    var other = Pace.AT_ONCE.perPiece(Duration.ofMillis(10)).seed(7).pauses();

    var pauses = Stream.generate(one).limit(50).toList();

    assertThat(pauses)
        .isEqualTo(Stream.generate(other).limit(50).toList())
        .doesNotHaveDuplicates()
        .allSatisfy(pause -> assertThat(pause).isBetween(Duration.ZERO, Duration.ofMillis(20)));
  }

  @ParameterizedTest
  @EnumSource
  void aPacedStreamHasAsManyWordsAndTakesItsTime(Dialect dialect) throws Exception {
    server.model("m").firstAfter(Duration.ofMillis(50)).perSecond(200).jitter(1).streams(20);

    String body = client(dialect).stream("m").body();
    server.awaitIdle(SOON);

    assertThat(body).contains("\"w1\"", "\" w20\"").doesNotContain("w21");
    var seen = server.promptCalls().get(0);
    assertThat(seen.answeredAt().orElseThrow().minus(seen.arrivedAt()))
        .isBetween(Duration.ofMillis(90), Duration.ofSeconds(3));
  }

  private DialectClient client(Dialect dialect) {
    return new DialectClient(server, dialect);
  }
}
