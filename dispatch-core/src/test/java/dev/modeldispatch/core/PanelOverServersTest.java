package dev.modeldispatch.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.modeldispatch.FailureKind;
import dev.modeldispatch.ModelTarget;
import dev.modeldispatch.Prompt;
import dev.modeldispatch.core.panel.PanelRequest;
import dev.modeldispatch.core.panel.PanelRequest.Kind;
import dev.modeldispatch.core.panel.PanelResult.Basis;
import dev.modeldispatch.core.panel.PanelResult.Outcome;
import dev.modeldispatch.testkit.junit.AttemptLedger;
import dev.modeldispatch.testkit.junit.ModelServer;
import dev.modeldispatch.testkit.server.FakeModelServer;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The panel from the front door down to the sockets. */
class PanelOverServersTest {
  private static final List<ModelTarget> FIVE =
      ModelTarget.list("fleet/ada", "fleet/bob", "fleet/cyd", "fleet/dot", "fleet/fay");
  private static final ModelTarget JUDGE = ModelTarget.parse("fleet/judge");

  @ModelServer private FakeModelServer server;

  @Test
  void fiveOfAFleetWithOneThatFailsAreJudged(@ModelServer AttemptLedger ledger) {
    opinions();
    server.model("dot").fails(FailureKind.QUOTA_EXHAUSTED);
    server.model("judge").answers("{\"best\":\"B\",\"why\":\"It says why.\",\"answer\":\"No.\"}");

    try (var models = models()) {
      var result = models.panel().secondOpinion(FIVE, JUDGE, "Is this lock safe?");
      ledger.add(result.all());

      assertThat(result.outcome()).isEqualTo(Outcome.ANSWERED);
      assertThat(result.basis()).isEqualTo(Basis.JUDGE);
      assertThat(result.answer()).contains("No.");
      assertThat(result.chosen()).map(chosen -> chosen.target()).contains(FIVE.get(1));
      assertThat(result.rounds().get(0).answers()).hasSize(4);
      assertThat(server.promptCalls("judge")).hasSize(1);
      assertThat(server.promptCalls("judge").get(0).requestBody())
          .contains("Is this lock safe?", "no, it is not volatile")
          .doesNotContain("ada", "bob", "cyd", "dot", "fay");
    }
  }

  @Test
  void judgeThatFailsFallsBackAndEveryOpinionIsKept(@ModelServer AttemptLedger ledger) {
    opinions();
    server.model("dot").answers("it depends");
    server.model("judge").fails(FailureKind.QUOTA_EXHAUSTED);

    try (var models = models()) {
      var result = models.panel().secondOpinion(FIVE, JUDGE, "Is this lock safe?");
      ledger.add(result.all());

      assertThat(result.basis()).isEqualTo(Basis.FALLBACK);
      assertThat(result.answer()).contains("yes");
      assertThat(result.notes())
          .containsExactly(
              "The judge fleet/judge failed: quota_exhausted.",
              "Fell back to fleet/ada, the first that answered, in the order of the members.");
      assertThat(result.rounds().get(0).answers()).hasSize(5);
      assertThat(server.promptCalls("judge")).hasSize(1);
    }
  }

  @Test
  void cancelClosesEveryMembersSocketAndNobodyElseIsAsked() throws Exception {
    FIVE.forEach(member -> server.model(member.model()).hangs());

    try (var models = models()) {
      var future =
          models
              .panel()
              .start(PanelRequest.builder(Kind.COUNCIL, FIVE, JUDGE, Prompt.of("x")).build());
      server.awaitRequests(5, Wire.SOON);

      assertThat(future.cancel(true)).isTrue();

      server.awaitIdle(Wire.SOON);
      assertThat(server.calls()).hasSize(5).allMatch(call -> call.clientClosedAt().isPresent());
      assertThat(server.promptCalls("judge")).isEmpty();
    }
  }

  private void opinions() {
    server.model("ada").answers("yes");
    server.model("bob").answers("no, it is not volatile");
    server.model("cyd").answers("no");
    server.model("fay").answers("no!");
  }

  private ModelDispatch models() {
    return ModelDispatch.builder().openaiCompatible("fleet", server.baseUri()).build();
  }
}
