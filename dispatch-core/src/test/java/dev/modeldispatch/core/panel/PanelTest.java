package dev.modeldispatch.core.panel;

import static dev.modeldispatch.core.panel.Fleet.FIVE;
import static dev.modeldispatch.core.panel.Fleet.JUDGE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.modeldispatch.Answered;
import dev.modeldispatch.BatchDispatcher;
import dev.modeldispatch.BatchResult;
import dev.modeldispatch.DispatchEvent;
import dev.modeldispatch.Failure;
import dev.modeldispatch.FailureKind;
import dev.modeldispatch.Fallbacks;
import dev.modeldispatch.ModelResult;
import dev.modeldispatch.ModelTarget;
import dev.modeldispatch.Prompt;
import dev.modeldispatch.Session;
import dev.modeldispatch.core.panel.PanelRequest.Kind;
import dev.modeldispatch.core.panel.PanelResult.Basis;
import dev.modeldispatch.core.panel.PanelResult.Outcome;
import dev.modeldispatch.testkit.ScriptedBatch;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class PanelTest {
  private final Fleet fleet = new Fleet();

  @Test
  void judgeInThePanelIsRefused() {
    assertThatThrownBy(
            () ->
                PanelRequest.builder(
                        Kind.SECOND_OPINION, FIVE, FIVE.get(2), Prompt.of("Is this lock safe?"))
                    .build())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("panel: the judge c/m is in the panel; name one that is not");
    assertThatThrownBy(() -> fleet.panel.council(FIVE, FIVE.get(0), "x"))
        .hasMessageContaining("the judge a/m is in the panel");
    assertThat(fleet.models.calls()).isEmpty();
  }

  @Test
  void judgeByTheBackDoorIsRefused() {
    var prompt = Prompt.builder("x").fallbacks(Fallbacks.of(JUDGE.toString())).build();
    var hedged = Prompt.builder("x").hedge(Duration.ofSeconds(1), JUDGE).build();

    for (Prompt each : List.of(prompt, hedged)) {
      assertThatThrownBy(() -> PanelRequest.builder(Kind.SECOND_OPINION, FIVE, JUDGE, each).build())
          .hasMessageContaining("the judge wise/judge is a fallback or hedge of members");
    }
  }

  @Test
  void allThatIsWrongIsSaidAtOnce() {
    var prompt = Prompt.builder("x").session(Session.kept()).jsonSchema("{}").build();
    var one = List.of(FIVE.get(0));

    assertThatThrownBy(
            () ->
                PanelRequest.builder(Kind.CONSENSUS, one, JUDGE, prompt)
                    .deadline(Duration.ZERO)
                    .maxTokens(0)
                    .rebuttals(1)
                    .thresholds(2, 1)
                    .build())
        .hasMessageStartingWith("panel: 7 problems: 1 members; name 2 to 10");
    assertThatThrownBy(() -> fleet.panel.council(Collections.nCopies(11, FIVE.get(0)), JUDGE, "x"))
        .hasMessageContaining("11 members; name 2 to 10");
  }

  @Test
  void judgeAnsweredByAMemberCountsAsFailed() {
    ScriptedBatch batches =
        ScriptedBatch.over(
            (target, prompt, listener) ->
                CompletableFuture.completedFuture(
                    ModelResult.builder(target)
                        .answeredBy(target.equals(JUDGE) ? FIVE.get(1) : target)
                        .answered("{\"best\":\"A\",\"why\":\"w\",\"answer\":\"x\"}")),
            fleet.time);

    var result = Panel.over(batches, fleet.time, Runnable::run).secondOpinion(FIVE, JUDGE, "x");

    assertThat(result.basis()).isEqualTo(Basis.FALLBACK);
    assertThat(result.notes().get(0))
        .isEqualTo("The judge's answer came from b/m, which is in the panel.");
  }

  @Test
  void judgeAnsweredByAMembersStandInCountsAsFailed() {
    var standIn = ModelTarget.parse("stand/in");
    ScriptedBatch batches =
        ScriptedBatch.over(
            (target, prompt, listener) ->
                CompletableFuture.completedFuture(
                    ModelResult.builder(target)
                        .answeredBy(List.of(JUDGE, FIVE.get(1)).contains(target) ? standIn : target)
                        .answered("{\"best\":\"A\",\"why\":\"w\",\"answer\":\"x\"}")),
            fleet.time);

    var result = Panel.over(batches, fleet.time, Runnable::run).secondOpinion(FIVE, JUDGE, "x");

    assertThat(result.notes().get(0))
        .isEqualTo("The judge's answer came from stand/in, which is in the panel.");
  }

  @Test
  void judgeAnsweredByAMemberThatFailedCountsAsFailed() {
    ScriptedBatch batches =
        ScriptedBatch.over(
            (target, prompt, listener) -> {
              var result = ModelResult.builder(target);
              return CompletableFuture.completedFuture(
                  target.equals(FIVE.get(1))
                      ? result.failed(Failure.builder(FailureKind.SERVER_ERROR, "no").build())
                      : result
                          .answeredBy(target.equals(JUDGE) ? FIVE.get(1) : target)
                          .answered("{\"best\":\"A\",\"why\":\"w\",\"answer\":\"x\"}"));
            },
            fleet.time);

    var result = Panel.over(batches, fleet.time, Runnable::run).secondOpinion(FIVE, JUDGE, "x");

    assertThat(result.notes().get(0))
        .isEqualTo("The judge's answer came from b/m, which is in the panel.");
  }

  @Test
  void opinionThatCameFromTheJudgeDoesNotCount() {
    ScriptedBatch batches =
        ScriptedBatch.over(
            (target, prompt, listener) ->
                CompletableFuture.completedFuture(
                    ModelResult.builder(target)
                        .answeredBy(target.equals(FIVE.get(0)) ? JUDGE : target)
                        .answered("{\"best\":\"A\",\"why\":\"w\",\"answer\":\"x\"}")),
            fleet.time);

    var result = Panel.over(batches, fleet.time, Runnable::run).secondOpinion(FIVE, JUDGE, "x");

    assertThat(result.basis()).isEqualTo(Basis.FALLBACK);
    assertThat(result.notes()).startsWith("What a/m said came from the judge; it does not count.");
    assertThat(result.rounds().get(0).answers()).hasSize(5);
  }

  @Test
  void cancelEndsWhatRunsAndAsksNobodyElse() {
    fleet.saying("", "1", "2", "3", "4").models.target(FIVE.get(4)).hangs();
    var future = fleet.panel.start(Fleet.request(Kind.SECOND_OPINION).build());
    assertThat(fleet.models.running()).isEqualTo(1);

    assertThat(future.cancel(true)).isTrue();

    assertThat(fleet.models.running()).isZero();
    assertThat(fleet.asked(JUDGE)).isEmpty();
    assertThat(fleet.time.pendingTasks()).isZero();
  }

  @Test
  void cancelWhileTheJudgeThinksEndsTheJudge() {
    fleet.saying("", "1", "2", "3", "4", "5");
    var stuck = ModelTarget.parse("stuck/judge");
    fleet.models.target(stuck).hangs();
    var future =
        fleet.panel.start(
            PanelRequest.builder(Kind.SECOND_OPINION, FIVE, stuck, Prompt.of("x")).build());

    future.cancel(true);

    assertThat(fleet.models.running()).isZero();
  }

  @Test
  void cancelWhileTheJudgeIsBeingAskedEndsTheJudge() {
    var later = Duration.ofSeconds(1);
    FIVE.forEach(member -> fleet.models.target(member).after(later).answers("yes"));
    fleet.models.target(JUDGE).hangs();
    var running = new CompletableFuture<CompletableFuture<PanelResult>>();
    BatchDispatcher cancelling =
        request -> {
          if (request.targets().contains(JUDGE)) {
            running.join().cancel(true);
          }
          return fleet.models.batch().start(request);
        };
    var panel = Panel.over(cancelling, fleet.time, Runnable::run);
    running.complete(panel.start(Fleet.request(Kind.SECOND_OPINION).build()));

    fleet.time.advance(later);

    assertThat(fleet.asked(JUDGE)).hasSize(1);
    assertThat(fleet.models.running()).isZero();
  }

  @Test
  void interruptWhileTheJudgeThinksIsNoFailureOfTheJudge() {
    fleet.saying("", "1", "2", "3", "4", "5");
    var stuck = ModelTarget.parse("stuck/judge");
    fleet.models.target(stuck).hangs();

    Thread.currentThread().interrupt();
    PanelResult result = fleet.panel.secondOpinion(FIVE, stuck, "x");

    assertThat(Thread.interrupted()).isTrue();
    assertThat(result.notes()).containsExactly("The panel was called off.");
    assertThat(result.rounds().get(0).answers()).hasSize(5);
  }

  @Test
  void interruptCallsOffKeepsTheFlagAndReturnsWhatThereIs() {
    fleet.saying("", "1", "2", "3", "4").models.target(FIVE.get(4)).hangs();

    Thread.currentThread().interrupt();
    PanelResult result = fleet.ask(Fleet.request(Kind.SECOND_OPINION));

    assertThat(Thread.interrupted()).isTrue();
    assertThat(result.outcome()).isEqualTo(Outcome.UNDECIDED);
    assertThat(result.notes()).containsExactly("The panel was called off.");
    assertThat(result.rounds().get(0).answers()).hasSize(4);
  }

  @Test
  void misuseOfThePromptIsThrownAtOnce() {
    var batches = ScriptedBatch.over(fleet.models, fleet.time);
    var panel = Panel.over(batches, fleet.time, Runnable::run);
    var tooLong = Fleet.request(Kind.COUNCIL).deadline(Duration.ofDays(100)).build();

    assertThatThrownBy(() -> panel.start(tooLong)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void listenerHearsMembersByPlaceAndTheJudgeLast() {
    fleet.saying("", "1", "2", "3", "4", "5");
    List<Integer> settled = new ArrayList<>();
    var request =
        Fleet.request(Kind.SECOND_OPINION)
            .listener(
                (slot, event) -> {
                  if (event instanceof DispatchEvent.Settled) {
                    settled.add(slot);
                  }
                });

    fleet.ask(request);

    assertThat(settled).containsExactly(0, 1, 2, 3, 4, 5);
  }

  @Test
  void everythingIsThereForAReport() {
    fleet.saying("sum", "1", "2", "3", "4", "5");

    BatchResult all = fleet.ask(Fleet.request(Kind.COUNCIL)).all();

    assertThat(all.status()).isEqualTo(BatchResult.Status.COMPLETE);
    assertThat(all.answers()).extracting(Answered::text).hasSize(11).endsWith("sum");
  }

  @Test
  void toStringsHoldNoOpinion() {
    fleet.saying("secret", "secret", "secret", "secret", "secret", "secret");

    PanelRequest request = Fleet.request(Kind.COUNCIL).build();

    assertThat(fleet.panel.ask(request)).asString().doesNotContain("secret").contains("by JUDGE");
    assertThat(request).asString().doesNotContain("lock");
  }
}
