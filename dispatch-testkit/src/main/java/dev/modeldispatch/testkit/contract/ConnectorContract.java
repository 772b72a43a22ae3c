package dev.modeldispatch.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.modeldispatch.Attempt;
import dev.modeldispatch.FailureKind;
import dev.modeldispatch.ModelTarget;
import dev.modeldispatch.Prompt;
import dev.modeldispatch.Session;
import dev.modeldispatch.Usage;
import dev.modeldispatch.connector.ModelConnector;
import dev.modeldispatch.connector.Reply;
import dev.modeldispatch.testkit.ProbeCall;
import dev.modeldispatch.testkit.server.FakeModelServer;
import dev.modeldispatch.testkit.server.FakeModelServer.Dialect;
import dev.modeldispatch.testkit.server.Fault;
import dev.modeldispatch.testkit.server.Oddity;
import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What every {@link ModelConnector} keeps, shown against a fake server with sockets. Extend it and
 * return your connector to the server; each test has an instance of its own. A connector that talks
 * unlike OpenAI says its {@link #dialect}; what its provider cannot do is skipped.
 */
@Timeout(60)
public abstract class ConnectorContract {
  private final FakeModelServer server = FakeModelServer.start();
  private @Nullable ModelConnector opened;

  /** Returns a new connector to the server with this base URI; the test closes it. */
  protected abstract ModelConnector connectorTo(URI baseUri);

  /** {@return how the connector talks; like OpenAI by default} */
  protected Dialect dialect() {
    return Dialect.OPENAI;
  }

  /** {@return how long a test waits, in real time, for what has to come; 10 s by default} */
  protected Duration patience() {
    return Duration.ofSeconds(10);
  }

  @BeforeEach
  void open() {
    opened = connectorTo(server.uri(dialect()));
  }

  @AfterEach
  void close() {
    connector().close();
    server.close();
  }

  /** {@return all faults} */
  static List<Fault> faults() {
    return Fault.catalogue();
  }

  /** {@return the kinds of failure that a provider tells with an error reply} */
  static Set<FailureKind> errors() {
    return Arrays.stream(Dialect.values())
        .flatMap(dialect -> FakeModelServer.errorKinds(dialect).stream())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  @Test
  void itNamesItsProviders() {
    assertThat(connector().providers()).isNotEmpty();
  }

  @Test
  void anAnswerIsReportedWithItsUsageAndAsSent() throws Exception {
    server.model("quick").using(Usage.exact(3, 4)).answers("blue");

    var call = call("quick");
    var reply = call.awaitReply(patience());

    assertThat(reply.answer()).contains("blue");
    assertThat(reply.failure()).isEmpty();
    assertThat(reply.sent()).isEqualTo(Attempt.Sent.YES);
    assertThat(reply.usage().inputTokens()).isEqualTo(3);
    assertThat(reply.usage().outputTokens()).isEqualTo(4);
    assertThat(call.told()).isIn("", "blue");
    assertThat(call.wasSending()).isTrue();
  }

  @ParameterizedTest
  @MethodSource("errors")
  void anErrorReplyIsNamedAfterItsKind(FailureKind kind) throws Exception {
    assumeTrue(FakeModelServer.errorKinds(dialect()).contains(kind));
    server.model("m").fails(kind);

    var reply = call("m").awaitReply(patience());

    assertThat(failure(reply)).isEqualTo(kind);
    assertThat(reply.sent()).isEqualTo(Attempt.Sent.YES);
  }

  @ParameterizedTest
  @MethodSource("faults")
  void aFaultIsNeverAnAnswerUnlessTheAnswerArrives(Fault fault) throws Exception {
    server.model("m").plays(fault);

    var call = call("m");
    if (fault.leadsTo().contains(FailureKind.STALLED)) {
      server.awaitRequests(1, patience());
      call.abort();
    } else {
      var reply = call.awaitReply(patience());
      assertThat(reply.answer()).isIn(allowed(fault));
      reply.failure().ifPresent(failure -> assertThat(failure.message()).isNotBlank());
    }

    server.awaitIdle(patience());
    assertThat(call.ends()).isLessThanOrEqualTo(1);
    assertThat(server.promptRequests()).isEqualTo(1);
  }

  @ParameterizedTest
  @EnumSource(Oddity.class)
  void anOddAnswerIsNamedForWhatItIs(Oddity oddity) throws Exception {
    assumeTrue(oddity.dialects().contains(dialect()));
    server.model("m").plays(oddity);

    var reply = call("m").awaitReply(patience());

    if (oddity == Oddity.FINISH_MISSING && reply.failure().isPresent()) {
      assertThat(failure(reply)).isEqualTo(FailureKind.OUTPUT_TRUNCATED); // the only end mark
    } else if (oddity.leadsTo().isEmpty()) {
      assertThat(reply.answer()).isPresent();
    } else {
      assertThat(failure(reply)).isIn(oddity.leadsTo());
    }
  }

  @ParameterizedTest
  @MethodSource("stalls")
  void anAbortIsSeenByTheServer(Fault stall) throws Exception {
    server.model("stuck").plays(stall);
    var call = call("stuck");
    server.awaitRequests(1, patience());

    call.abort();
    server.awaitIdle(patience());

    assertThat(server.promptCalls("stuck").get(0).clientClosedAt()).isPresent();
  }

  /** {@return the stages at which a reply can be held back} */
  static List<Fault> stalls() {
    return List.of(Fault.stallBeforeHeaders(), Fault.stallAfterHeaders(), Fault.stallAfter(20));
  }

  @Test
  void anAbortOfOneCallLeavesTheOthers() throws Exception {
    server.model("stuck").hangs();
    server.model("slow").after(Duration.ofMillis(300)).answers("late");
    var stuck = call("stuck");
    var slow = call("slow");
    server.awaitRequests(2, patience());

    stuck.abort();

    assertThat(slow.awaitReply(patience()).answer()).contains("late");
  }

  @Test
  void aCallThatIsOverBeforeItBeginsSendsNothing() throws Exception {
    server.model("quick").answers("blue");
    var over = new ProbeCall(target("quick"), Prompt.of("Hi"));
    over.abort();

    connector().call(over);
    call("quick").awaitReply(patience());

    assertThat(server.promptRequests()).isEqualTo(1);
  }

  @Test
  void aRefusedConnectionIsUnreachableAndNothingWasSent() throws Exception {
    server.refuseConnections();

    var reply = call("quick").awaitReply(patience());

    assertThat(failure(reply)).isEqualTo(FailureKind.UNREACHABLE);
    assertThat(reply.sent()).isEqualTo(Attempt.Sent.NO);
  }

  @Test
  void aResetWithoutAReplyMayHaveBeenSent() throws Exception {
    server.model("m").plays(Fault.reset());

    var reply = call("m").awaitReply(patience());

    assertThat(failure(reply)).isEqualTo(FailureKind.CONNECTION_LOST);
    assertThat(reply.sent()).isEqualTo(Attempt.Sent.MAYBE);
    assertThat(server.promptRequests()).isEqualTo(1);
  }

  @Test
  void closingEndsWhatIsRunning() throws Exception {
    server.model("stuck").hangs();
    call("stuck");
    server.awaitRequests(1, patience());

    connector().close();
    connector().close();

    server.awaitIdle(patience());
  }

  @Test
  void manyCallsAtOnceEachEndOnce() throws Exception {
    server.model("quick").after(Duration.ofMillis(50)).answers("blue");

    var calls = IntStream.range(0, 100).mapToObj(i -> call("quick")).toList();

    for (var call : calls) {
      assertThat(call.awaitReply(patience()).answer()).contains("blue");
    }
    assertThat(calls).allSatisfy(call -> assertThat(call.ends()).isEqualTo(1));
    assertThat(server.promptRequests()).isEqualTo(100);
  }

  @Test
  void aConversationGoesOnWithWhatWasSaidBefore() throws Exception {
    assumeTrue(connector().keepsSessions(), "the connector keeps no conversations");
    server.model("m").answers("blue").then().fails(500, "{}").then().answers("scattering");
    var first = call("m", prompt("Which colour?", Session.kept()));
    first.awaitReply(patience());
    Session session =
        first.session().orElseThrow(() -> new AssertionError("No session was told: " + first));

    call("m", prompt("Forget this.", session)).awaitReply(patience());
    var second = call("m", prompt("Why so?", session)).awaitReply(patience());

    assertThat(second.answer()).contains("scattering");
    assertThat(server.promptCalls("m").get(2).requestBody())
        .containsSubsequence("Which colour?", "blue", "Why so?")
        .doesNotContain("Forget this.");
  }

  @Test
  void anUnknownConversationIsAFailureAndNoFreshStart() throws Exception {
    assumeTrue(connector().keepsSessions(), "the connector keeps no conversations");
    server.model("m").answers("blue");

    var reply = call("m", prompt("Why so?", Session.continued("nobody"))).awaitReply(patience());

    assertThat(failure(reply)).isEqualTo(FailureKind.INVALID_REQUEST);
    assertThat(reply.sent()).isEqualTo(Attempt.Sent.NO);
  }

  @Test
  void noStringHoldsAnAnswer() throws Exception {
    server.model("m").answers("canary-answer").then().fails(500, "canary-answer");

    var answer = call("m").awaitReply(patience());
    var failure = call("m").awaitReply(patience());

    assertThat(answer + " " + failure + failure.failure()).doesNotContain("canary");
  }

  private ModelConnector connector() {
    return Objects.requireNonNull(opened, "connectorTo(..) must not return null");
  }

  private ProbeCall call(String model) {
    return call(model, Prompt.of("Hi"));
  }

  private static Prompt prompt(String text, Session session) {
    return Prompt.builder(text).session(session).build();
  }

  private ProbeCall call(String model, Prompt prompt) {
    var call = new ProbeCall(target(model), prompt);
    connector().call(call);
    return call;
  }

  private ModelTarget target(String model) {
    return ModelTarget.of(connector().providers().iterator().next(), model);
  }

  private static FailureKind failure(Reply reply) {
    return reply
        .failure()
        .orElseThrow(() -> new AssertionError("An answer, where none can be: " + reply))
        .kind();
  }

  /** What the answer may be: none if the fault keeps it from arriving, end mark included. */
  private static List<Optional<String>> allowed(Fault fault) {
    var none = Optional.<String>empty();
    return fault.mayArrive() ? List.of(none, Optional.of("All is well.")) : List.of(none);
  }
}
