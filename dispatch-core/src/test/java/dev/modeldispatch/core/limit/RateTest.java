package dev.modeldispatch.core.limit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.modeldispatch.Attempt;
import dev.modeldispatch.FailureKind;
import dev.modeldispatch.Usage;
import dev.modeldispatch.connector.Reply;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RateTest {
  @Test
  void tenthGoesAtOnceAndTheOthersEvenly() {
    var rig = LaneRig.requestsPerMinute(20); // 2 at once, then 19 in 60 s
    List<Long> went = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      var wish = new RecordingWish();
      wish.whenAdmitted = pass -> went.add(rig.time.elapsed().toNanos());
      wish.into(rig.lane);
      assertThat(wish.went()).isEqualTo(i < 2);
    }

    rig.advance(60);

    assertThat(went).containsExactly(3_157_894_737L, 6_315_789_474L);
  }

  @Test
  void oneTimerIsThereWhileSomebodyWaitsForTimeToPass() {
    var rig = LaneRig.requestsPerMinute(1);
    var all = rig.enter(3);
    assertThat(rig.time.pendingTasks()).isEqualTo(1);

    rig.lane.withdraw(all.get(1));
    assertThat(rig.time.pendingTasks()).isEqualTo(1);
    rig.lane.withdraw(all.get(2));

    assertThat(rig.time.pendingTasks()).isZero();
  }

  @Test
  void whoWaitsKnowsForWhat() {
    var rig = LaneRig.requestsPerMinute(5);

    var second = rig.enter(3).get(1);

    assertThat(second.waits).containsExactly("provider 'openai' (5 requests a minute)");
  }

  @Test
  void waitThatCannotFitIsRefusedAtOnce() {
    var rig = LaneRig.requestsPerMinute(5); // 1 at once, then 5 in 60 s
    rig.enter(2);

    var fits = RecordingWish.within(Duration.ofSeconds(25)).into(rig.lane);
    var late = RecordingWish.within(Duration.ofSeconds(36)).into(rig.lane);

    assertThat(fits.waits).hasSize(1);
    assertThat(late.refusal().kind()).isEqualTo(FailureKind.OVERLOADED_LOCALLY);
    assertThat(late.refusal().evidence()).isEqualTo("5 requests a minute: 36 s to wait, 36 s left");
    assertThat(rig.queued()).isEqualTo(2);
  }

  @Test
  void tokensAreTakenByEstimateAndCorrectedByWhatWasUsed() {
    var rig = LaneRig.tokensPerMinute(600); // 60 at once, then 541 in 60 s
    var first = RecordingWish.of(200).into(rig.lane);
    var second = RecordingWish.of(20).into(rig.lane);
    assertThat(first.went()).isTrue();
    assertThat(second.waits).containsExactly("provider 'openai' (600 tokens a minute)");

    first.passes.get(0).ended(Reply.answer("yes").usage(Usage.exact(10, 30)).build());

    assertThat(second.went()).isTrue();
    assertThat(rig.time.pendingTasks()).isZero();
  }

  @Test
  void callThatUsedMoreThanItsEstimateKeepsTheNextWaiting() {
    var rig = LaneRig.tokensPerMinute(600);
    var first = RecordingWish.of(10).into(rig.lane);
    first.passes.get(0).ended(Reply.answer("yes").usage(Usage.exact(100, 50)).build());

    var second = RecordingWish.of(1).into(rig.lane);

    assertThat(rig.time.untilNext()).contains(Duration.ofNanos(10_092_421_442L)); // 91 of 541
    assertThat(second.went()).isFalse();
  }

  @Test
  void unsentCallGivesItsTokensBack() {
    var rig = LaneRig.tokensPerMinute(600);
    var first = RecordingWish.of(600).into(rig.lane);
    var second = RecordingWish.of(60).into(rig.lane);

    first.passes.get(0).calledOff(FailureKind.CANCELLED, Duration.ZERO, Attempt.Sent.NO);

    assertThat(second.went()).isTrue();
  }

  @Test
  void smallOneDoesNotOvertakeALargeOne() {
    var rig = LaneRig.tokensPerMinute(600);
    RecordingWish.of(30).into(rig.lane);
    var large = RecordingWish.of(60).into(rig.lane);
    var small = RecordingWish.of(20).into(rig.lane);

    rig.advance(3);
    assertThat(small.went()).isFalse();
    rig.advance(1);

    assertThat(large.went()).isTrue();
    assertThat(small.went()).isFalse();
  }
}
