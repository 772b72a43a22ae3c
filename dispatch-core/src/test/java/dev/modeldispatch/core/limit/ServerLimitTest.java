package dev.modeldispatch.core.limit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.modeldispatch.FailureKind;
import dev.modeldispatch.connector.Reply;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ServerLimitTest {
  private final LaneRig rig = LaneRig.followingTheServer();

  @Test
  void nobodyGoesUntilTheResetWhenNothingIsLeft() {
    rig.enter().told(requests(0, 5));
    var next = rig.enter();
    assertThat(next.waits).containsExactly("provider 'openai' (the server's own limit)");

    rig.advance(4.999);
    assertThat(next.went()).isFalse();
    rig.advance(0.001);

    assertThat(next.went()).isTrue();
    assertThat(rig.time.pendingTasks()).isZero();
  }

  @Test
  void callsUnderWayCountAgainstWhatIsLeft() {
    var all = rig.enter(3);
    all.get(0).told(requests(3, 5));

    var more = rig.enter(2);

    assertThat(more).extracting(RecordingWish::went).containsExactly(true, false);
    all.get(1).told(requests(3, 5));
    assertThat(more.get(1).went()).isTrue();
  }

  @Test
  void olderWordDoesNotOpenWhatTheServerClosed() {
    var all = rig.enter(2);
    all.get(0).told(requests(0, 5));

    all.get(1).told(requests(40, 5));

    assertThat(rig.enter().went()).isFalse();
  }

  @Test
  void largeOneWaitsForTokensThatASmallOneStillGets() {
    rig.enter().told(tokens(100, 5));

    assertThat(RecordingWish.of(90).into(rig.lane).went()).isTrue();
    assertThat(RecordingWish.of(20).into(rig.lane).went()).isFalse();
    rig.advance(5);

    assertThat(rig.queued()).isZero();
  }

  @Test
  void rateLimitedWithAHintHoldsTheLane() {
    rig.enter().limitedFor(Duration.ofSeconds(7));

    var next = rig.enter();
    var hurried = RecordingWish.within(Duration.ofSeconds(7)).into(rig.lane);

    assertThat(rig.time.untilNext()).contains(Duration.ofSeconds(7));
    assertThat(next.went()).isFalse();
    assertThat(hurried.refusal().kind()).isEqualTo(FailureKind.OVERLOADED_LOCALLY);
    assertThat(hurried.refusal().evidence())
        .isEqualTo("the server's own limit: 7 s to wait, 7 s left");
  }

  @Test
  void firstInTheQueueIsRefusedWhenTheServerHoldsItTooLong() {
    var lane =
        LaneRig.of(
            new LaneSettings(
                OptionalInt.of(1),
                9,
                OptionalInt.empty(),
                OptionalLong.empty(),
                Optional.empty(),
                true));
    var first = lane.enter();
    var hurried = RecordingWish.within(Duration.ofSeconds(7)).into(lane.lane);
    var patient = lane.enter();

    first.limitedFor(Duration.ofSeconds(8));

    assertThat(hurried.refusals).hasSize(1);
    assertThat(patient.waits)
        .containsExactly(
            "a place at provider 'openai' (1 at a time)",
            "provider 'openai' (the server's own limit)");
    lane.advance(8);
    assertThat(patient.went()).isTrue();
  }

  @ParameterizedTest
  @CsvSource({"86400, 60", "60, 60", "1, 1", "0, 0", "-5, 0"})
  void resetIsBelievedForAMinuteAtMost(long told, long held) {
    rig.enter().told(requests(0, told));

    var next = rig.enter();
    if (held > 0) {
      rig.advance(held - 0.000_001);
      assertThat(next.went()).isFalse();
      rig.advance(0.000_001);
    }

    assertThat(next.went()).isTrue();
  }

  @Test
  void garbageIsIgnored() {
    rig.enter().told(requests(-1, 5));
    rig.enter()
        .told(
            new Reply.Limits(
                OptionalLong.of(0), Optional.empty(), OptionalLong.empty(), Optional.empty()));
    rig.enter().limitedFor(Duration.ofSeconds(-1));

    assertThat(rig.enter().went()).isTrue();
  }

  @Test
  void serverIsOnlyFollowedIfAsked() {
    var deaf = LaneRig.of(LaneRig.FREE);
    deaf.enter().told(requests(0, 5));

    assertThat(deaf.enter().went()).isTrue();
  }

  private static Reply.Limits requests(long left, long resetSeconds) {
    return new Reply.Limits(
        OptionalLong.of(left),
        Optional.of(Duration.ofSeconds(resetSeconds)),
        OptionalLong.empty(),
        Optional.empty());
  }

  private static Reply.Limits tokens(long left, long resetSeconds) {
    return new Reply.Limits(
        OptionalLong.empty(),
        Optional.empty(),
        OptionalLong.of(left),
        Optional.of(Duration.ofSeconds(resetSeconds)));
  }
}
