package com.example.review;

import static dev.modeldispatch.testkit.assertj.ModelAssertions.assertThat;

import dev.modeldispatch.BatchRequest;
import dev.modeldispatch.Cancelled;
import dev.modeldispatch.FailureKind;
import dev.modeldispatch.ModelTarget;
import dev.modeldispatch.Prompt;
import dev.modeldispatch.TimedOut;
import dev.modeldispatch.testkit.RecordingListener;
import dev.modeldispatch.testkit.ScriptedDispatcher;
import dev.modeldispatch.testkit.VirtualTime;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Without sockets, on virtual time. */
class ReviewAgentTest {
  private static final List<ModelTarget> REVIEWERS =
      ModelTarget.list("openai/a", "anthropic/b", "ollama/c");

  private final VirtualTime time = new VirtualTime();
  private final ScriptedDispatcher models = new ScriptedDispatcher(time);
  private final ReviewAgent agent = new ReviewAgent(models.batch(), REVIEWERS);

  @Test
  void theMostOfThemDecide() {
    models.target("openai/a").answers("APPROVE, it is small.");
    models.target("anthropic/b").answers("REJECT, no test.");
    models.target("ollama/c").answers("APPROVE");

    var verdict = agent.review("+ one line");

    assertThat(verdict).isEqualTo(new Verdict(2, 1, List.of()));
    assertThat(verdict.isApproved()).isTrue();
    assertThat(models.calls())
        .allSatisfy(call -> assertThat(call.prompt().text()).endsWith("+ one line"));
  }

  @Test
  void whoIsLateIsSilentAndCostsNobodyElse() {
    models.target("openai/a").after(Duration.ofSeconds(30)).answers("APPROVE");
    models.target("anthropic/b").fails(FailureKind.OVERLOADED);
    models.target("ollama/c").tells("REJ").hangs();
    var batch = models.batch().start(agent.request("+ one line"));

    time.advance(Duration.ofMinutes(1));

    var result = batch.result().join();
    assertThat(result).isPartial().hasSlots(3).failuresAt(1, 2);
    assertThat(result).slot(0).hasText("APPROVE").hasAttempts(1);
    assertThat(result).slot(1).failedWith(FailureKind.OVERLOADED).failure().isRetryable();
    assertThat(result).slot(2).timedOut(TimedOut.Deadline.BATCH).hasPartialText("REJ");
    assertThat(ReviewAgent.count(result).silent())
        .containsExactlyElementsOf(REVIEWERS.subList(1, 3));
  }

  @Test
  void aReviewThatIsCalledOffIsNoVerdict() {
    models.others().hangs();
    var batch = models.batch().start(agent.request("+ one line"));

    batch.cancel();

    var result = batch.result().join();
    assertThat(result).hasFailed().slot(0).isCancelled(Cancelled.Reason.BATCH).maybeProcessed();
    assertThat(ReviewAgent.count(result).isApproved()).isFalse();
  }

  @Test
  void aReviewCanBeWatchedAsItIsWritten() {
    models.target("openai/a").every(Duration.ofSeconds(1)).streams("REJECT it has no test.");
    var heard = new RecordingListener();
    var request =
        BatchRequest.builder(REVIEWERS.subList(0, 1), Prompt.of("Review")).listener(heard).build();
    var batch = models.batch().start(request);

    time.advance(Duration.ofSeconds(3));

    assertThat(heard.heard().of(0).text()).isEqualTo("REJECT it has ");
    time.advance(Duration.ofSeconds(2));
    assertThat(batch.result().join()).isComplete().slot(0).hasText("REJECT it has no test.");
  }
}
