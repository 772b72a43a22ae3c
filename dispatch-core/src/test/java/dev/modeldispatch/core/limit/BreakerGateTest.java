package dev.modeldispatch.core.limit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.modeldispatch.FailureKind;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The breaker as those see it who want to go. */
class BreakerGateTest {
  private final LaneRig rig = LaneRig.breaker(8);

  @Test
  void opensWhenTooManyMetTroubleAndSaysSo() {
    rig.enter().answered();
    rig.enter().failed(FailureKind.SERVER_ERROR);
    rig.advance(18);

    var refusal = rig.enter().refusal();

    assertThat(refusal.kind()).isEqualTo(FailureKind.CIRCUIT_OPEN);
    assertThat(refusal.evidence())
        .isEqualTo("1 of 2 calls failed, closed again in 12 s at the earliest");
    assertThat(refusal.retryAfter()).contains(Duration.ofSeconds(12));
    assertThat(refusal.hint()).isNotEmpty();
    assertThat(rig.lane).hasToString("provider 'openai': 0 in flight, 0 queued, breaker open");
  }

  @Test
  void refusalsOfTheServerAndCancelsDoNotOpenIt() {
    for (int i = 0; i < 20; i++) {
      rig.enter().failed(FailureKind.AUTH_REJECTED);
      rig.enter().cancelled();
    }

    assertThat(rig.enter().went()).isTrue();
  }

  @Test
  void whoeverWaitsIsRefusedWhenItOpens() {
    var narrow = LaneRig.breaker(2);
    var all = narrow.enter(5);

    all.get(0).failed(FailureKind.UNREACHABLE);
    all.get(1).failed(FailureKind.UNREACHABLE);

    assertThat(all.get(2).went()).isTrue();
    assertThat(all.subList(3, 5))
        .allSatisfy(w -> assertThat(w.refusal().kind()).isEqualTo(FailureKind.CIRCUIT_OPEN));
    assertThat(narrow.queued()).isZero();
    assertThat(narrow.time.pendingTasks()).isZero();
  }

  @Test
  void oneGoesAfterTheTimeAndClosesItIfThatGoesWell() {
    open();
    rig.advance(29.999_999_999);
    assertThat(rig.enter().went()).isFalse();
    rig.advance(0.000_000_001);

    var probe = rig.enter();
    var other = rig.enter();
    assertThat(probe.went()).isTrue();
    assertThat(other.refusal().evidence()).contains("one call is under way");
    probe.answered();

    assertThat(rig.enter(3)).allMatch(RecordingWish::went);
  }

  @Test
  void opensAgainIfTheProbeMeetsTrouble() {
    open();
    rig.advance(30);

    rig.enter().failed(FailureKind.OVERLOADED);

    assertThat(rig.enter().refusal().evidence()).startsWith("the call that was let through failed");
    rig.advance(30);
    assertThat(rig.enter().went()).isTrue();
  }

  @Test
  void probeThatSaysNothingMakesRoomForTheNext() {
    open();
    rig.advance(30);

    rig.enter().cancelled();
    var second = rig.enter();
    second.failed(FailureKind.UNKNOWN); // a connector that threw
    var third = rig.enter();
    third.answered();

    assertThat(second.went()).isTrue();
    assertThat(rig.enter(3)).allMatch(RecordingWish::went);
  }

  @Test
  void probeThatHangsMakesRoomForTheNext() {
    open();
    rig.advance(30);
    var hangs = rig.enter();
    rig.advance(29.9);
    assertThat(rig.enter().went()).isFalse();
    rig.advance(0.1);

    var second = rig.enter();
    assertThat(second.went()).isTrue();
    assertThat(rig.enter().went()).isFalse();
    hangs.cancelled();
    assertThat(rig.enter().went()).isFalse();
    second.answered();

    assertThat(rig.enter(3)).allMatch(RecordingWish::went);
  }

  @Test
  void slowProbeStillClosesIt() {
    open();
    rig.advance(30);
    var slow = rig.enter();
    rig.advance(31);
    rig.enter();

    slow.answered();

    assertThat(rig.enter(3)).allMatch(RecordingWish::went);
  }

  @Test
  void probeThatWaitsForAPlaceAndIsWithdrawnMakesRoomForTheNext() {
    var narrow = LaneRig.breaker(2);
    narrow.enter(); // hangs from before
    narrow.enter().failed(FailureKind.SERVER_ERROR);
    narrow.enter().failed(FailureKind.SERVER_ERROR);
    narrow.advance(30);
    narrow.enter(); // the first probe, which hangs as well
    narrow.advance(30);

    var probe = narrow.enter();
    assertThat(probe.waits).hasSize(1);
    assertThat(narrow.enter().refusals).hasSize(1);
    narrow.lane.withdraw(probe);

    assertThat(narrow.enter().waits).hasSize(1);
  }

  @Test
  void probeThatComesTooLateMakesRoomForTheNext() {
    var held = LaneRig.breakerThatFollowsTheServer(2);
    var old = held.enter();
    held.enter().failed(FailureKind.SERVER_ERROR);
    held.enter().failed(FailureKind.SERVER_ERROR);
    held.advance(30);
    held.enter(); // the first probe, which hangs
    held.advance(30);
    var probe = RecordingWish.within(Duration.ofSeconds(5)).into(held.lane);
    assertThat(probe.waits).hasSize(1);

    old.limitedFor(Duration.ofSeconds(20));

    assertThat(probe.refusal().kind()).isEqualTo(FailureKind.OVERLOADED_LOCALLY);
    held.advance(20);
    assertThat(held.enter().went()).isTrue();
  }

  @Test
  void callsFromBeforeDoNotDecideForTheProbe() {
    var old = rig.enter(3);
    open();
    rig.advance(30);
    var probe = rig.enter();

    old.get(0).answered();
    old.get(1).failed(FailureKind.SERVER_ERROR);
    assertThat(rig.lane.snapshot().breaker()).contains("half open");
    probe.answered();
    old.get(2).failed(FailureKind.SERVER_ERROR);
    rig.enter().answered();
    rig.enter().answered();

    assertThat(rig.lane.snapshot().breaker()).contains("closed");
  }

  @Test
  void probeThatThrowsWhenAdmittedMakesRoomForTheNext() {
    var narrow = LaneRig.breaker(1);
    narrow.enter().failed(FailureKind.SERVER_ERROR);
    narrow.enter().failed(FailureKind.STALLED);
    narrow.advance(30);
    var hangs = narrow.enter();
    narrow.advance(30);
    var probe = narrow.enter();
    probe.whenAdmitted =
        pass -> {
          throw new OutOfMemoryError("a wish");
        };

    hangs.cancelled();

    assertThat(probe.went()).isTrue();
    assertThat(narrow.inFlight()).isZero();
    assertThat(narrow.enter().went()).isTrue();
  }

  private void open() {
    rig.enter().failed(FailureKind.SERVER_ERROR);
    rig.enter().failed(FailureKind.SERVER_ERROR);
    assertThat(rig.lane.snapshot().breaker()).contains("open");
  }
}
