package dev.modeldispatch.testkit.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.modeldispatch.BatchRequest;
import dev.modeldispatch.Dispatcher;
import dev.modeldispatch.FailureKind;
import dev.modeldispatch.ModelTarget;
import dev.modeldispatch.Prompt;
import dev.modeldispatch.testkit.ScriptedDispatcher;
import dev.modeldispatch.testkit.server.FakeModelServer;
import java.time.Duration;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class AttemptLedgerTest {
  private static final ModelTarget A = ModelTarget.parse("fake/quick");

  private final AttemptLedger ledger = new AttemptLedger();
  private final ScriptedDispatcher models = new ScriptedDispatcher();

  /** Reports one attempt and sends this many. */
  private static Dispatcher sending(FakeModelServer server, int times) {
    var reporting = new ScriptedDispatcher();
    reporting.target(A).answers("blue");
    return (target, prompt, listener) -> {
      for (int i = 0; i < times; i++) {
        Client.ask(server.baseUri(), target.model());
      }
      return reporting.dispatchAsync(target, prompt, listener);
    };
  }

  @Test
  void whatIsCertainlySentMustHaveCome() {
    models.target(A).answers("blue");
    var recorded = ledger.over(models);

    recorded.dispatch(A, "Hi");

    ledger.assertMatches(1);
    assertThatThrownBy(() -> ledger.assertMatches(0))
        .hasMessageContaining("0 prompt requests on the wire, but 1 results report 1 attempts as")
        .hasMessageContaining("sent and 0 as perhaps sent");
    assertThatThrownBy(() -> ledger.assertMatches(2)).hasMessageContaining("2 prompt requests");
  }

  @Test
  void whatMayBeSentMayHaveCome() {
    models.target(A).hangs();
    var recorded = ledger.over(models);

    recorded.dispatchAsync(A, Prompt.of("Hi")).cancel(true);

    assertThat(ledger.maybeSent()).isEqualTo(1);
    assertThatCode(() -> ledger.assertMatches(0)).doesNotThrowAnyException();
    assertThatCode(() -> ledger.assertMatches(1)).doesNotThrowAnyException();
    assertThatThrownBy(() -> ledger.assertMatches(2)).isInstanceOf(AssertionError.class);
  }

  @Test
  void whatWasNotSentMustNotHaveCome() {
    models.target(A).fails(FailureKind.UNREACHABLE);

    ledger.add(models.dispatch(A, "Hi"));

    ledger.assertMatches(0);
    assertThatThrownBy(() -> ledger.assertMatches(1)).isInstanceOf(AssertionError.class);
  }

  @Test
  void aDispatchThatHasNotSettledIsTrouble() {
    models.target(A).hangs();

    var running = ledger.over(models).dispatchAsync(A, Prompt.of("Hi"));

    assertThatThrownBy(() -> ledger.assertMatches(0)).hasMessageContaining("1 recorded dispatches");
    running.cancel(true);
    ledger.assertMatches(0);
  }

  @Test
  void aDispatcherThatRefusesLeavesNothingOpen() {
    Dispatcher refusing =
        (target, prompt, listener) -> {
          throw new IllegalArgumentException("misuse");
        };

    assertThatThrownBy(() -> ledger.over(refusing).dispatch(A, "Hi")).hasMessage("misuse");

    ledger.assertMatches(0);
  }

  @Test
  void aBatchIsRecordedAndAsAListenerToo() {
    models.others().answers("blue");
    var targets = ModelTarget.list("a/1", "b/2", "c/3");

    ledger.over(models.batch()).dispatch(targets, "Hi");
    models
        .batch()
        .dispatch(BatchRequest.builder(targets, Prompt.of("Hi")).listener(ledger).build());

    assertThat(ledger.sent()).isEqualTo(6);
    assertThat(ledger.wantsText()).isFalse();
  }

  @Test
  void hiddenSendsFailTheTestUnlessTheyAreAllowed() {
    var suite = Suite.of(Hidden.class);

    assertThat(suite.passed()).isEqualTo(3);
    assertThat(suite.failures()).hasSize(2);
    assertThat(suite.failures())
        .extracting(Throwable::getMessage)
        .allSatisfy(
            message ->
                assertThat(message)
                    .contains("attempts that do not match the wire", "2 prompt requests")
                    .contains("Look for a retry that is not reported"));
  }

  static class Hidden {
    @ModelServer private static FakeModelServer shared;

    @RegisterExtension
    final ModelServerExtension lenient =
        ModelServerExtension.builder()
            .without(Check.HIDDEN_SENDS)
            .patience(Duration.ofMillis(200))
            .build();

    @BeforeAll
    static void scriptShared() {
      shared.model("quick").answers("blue");
    }

    private static FakeModelServer scripted(FakeModelServer server) {
      server.model("quick").answers("blue");
      return server;
    }

    @Test
    void hidesASend(@ModelServer AttemptLedger ledger, @ModelServer FakeModelServer server) {
      ledger.over(sending(scripted(server), 2)).dispatch(A, "Hi");
    }

    @Test
    void hidesASendToTheSharedServer(@ModelServer AttemptLedger ledger) {
      ledger.over(sending(shared, 2)).dispatch(A, "Hi");
    }

    @Test
    void reportsItsSends(@ModelServer AttemptLedger ledger, @ModelServer FakeModelServer server) {
      ledger.over(sending(scripted(server), 1)).dispatch(A, "Hi");
      ledger.over(sending(shared, 1)).dispatch(A, "Hi");
    }

    @Test
    void isAllowedTo() {
      lenient.recording(sending(scripted(lenient.server()), 2)).dispatch(A, "Hi");
    }

    @Test
    void hasNoLedger(@ModelServer FakeModelServer server) {
      sending(scripted(server), 2).dispatch(A, "Hi");
    }
  }

  @Test
  void testsThatShareAServerAtTheSameTimeAreNotCompared() {
    var suite = Suite.atTheSameTime(SharedAtOnce.class);

    assertThat(suite.failures()).isEmpty();
    assertThat(suite.passed()).isEqualTo(2);
  }

  static class SharedAtOnce {
    private static final CyclicBarrier BOTH = new CyclicBarrier(2);
    @ModelServer private static FakeModelServer shared;

    @BeforeAll
    static void script() {
      shared.model("quick").answers("blue");
    }

    @Test
    void one(@ModelServer AttemptLedger ledger) throws Exception {
      atOnce(ledger);
    }

    @Test
    void two(@ModelServer AttemptLedger ledger) throws Exception {
      atOnce(ledger);
    }

    private static void atOnce(AttemptLedger ledger) throws Exception {
      BOTH.await(20, TimeUnit.SECONDS);
      ledger.over(sending(shared, 1)).dispatch(A, "Hi");
      BOTH.await(20, TimeUnit.SECONDS);
    }
  }
}
