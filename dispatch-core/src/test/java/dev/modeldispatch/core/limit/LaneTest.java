package dev.modeldispatch.core.limit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.modeldispatch.FailureKind;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LaneTest {
  @Test
  void whoFindsNoPlaceWaitsAndGoesInTurn() {
    var rig = LaneRig.places(1, 10);
    var all = rig.enter(3);
    assertThat(all).extracting(RecordingWish::went).containsExactly(true, false, false);

    all.get(0).answered();

    assertThat(all).extracting(RecordingWish::went).containsExactly(true, true, false);
    assertThat(all.get(1).waits).containsExactly("a place at provider 'openai' (1 at a time)");
    assertThat(rig.lane).hasToString("provider 'openai': 1 in flight, 1 queued");
  }

  @Test
  void fullQueueRefusesAndNamesItsLimit() {
    var rig = LaneRig.places(1, 1);
    rig.enter(2);

    var third = rig.enter();

    assertThat(third.refusal().kind()).isEqualTo(FailureKind.OVERLOADED_LOCALLY);
    assertThat(third.refusal().evidence()).isEqualTo("maxQueued 1");
    assertThat(rig.queued()).isEqualTo(1);
  }

  @Test
  void withdrawnWishIsNotAdmitted() {
    var rig = LaneRig.places(1, 10);
    var all = rig.enter(3);

    assertThat(rig.lane.withdraw(all.get(1))).isTrue();
    all.get(0).answered();

    assertThat(all).extracting(RecordingWish::went).containsExactly(true, false, true);
    assertThat(rig.lane.withdraw(all.get(1))).isFalse();
  }

  @Test
  void wishThatWithdrawsTooLateStillHasAPassToEnd() {
    var rig = LaneRig.places(1, 10);
    var all = rig.enter(2);
    List<Boolean> withdrawn = new ArrayList<>();
    all.get(1).whenAdmitted = pass -> withdrawn.add(rig.lane.withdraw(all.get(1)));

    all.get(0).answered();
    assertThat(withdrawn).containsExactly(false);
    assertThat(rig.inFlight()).isEqualTo(1);
    all.get(1).cancelled();

    assertThat(rig.inFlight()).isZero();
  }

  @Test
  void passEndedTwiceGivesOnePlaceBack() {
    var rig = LaneRig.places(2, 10);
    var all = rig.enter(4);

    all.get(0).answered();
    all.get(0).cancelled();

    assertThat(all).extracting(RecordingWish::went).containsExactly(true, true, true, false);
    assertThat(rig.inFlight()).isEqualTo(2);
  }

  @Test
  void wishThatThrowsGivesItsPlaceToTheNext() {
    var rig = LaneRig.places(1, 10);
    var all = rig.enter(3);
    all.get(1).whenAdmitted =
        pass -> {
          throw new StackOverflowError("a wish");
        };

    all.get(0).answered();

    assertThat(all.get(2).went()).isTrue();
    assertThat(rig.inFlight()).isEqualTo(1);
  }

  @Test
  void longQueueOfThoseWhoEndAtOnceIsWorkedOffWithoutDeepRecursion() {
    var rig = LaneRig.places(1, 20_000);
    var first = rig.enter();
    List<RecordingWish> queued = new ArrayList<>();
    for (int i = 0; i < 20_000; i++) {
      var wish = new RecordingWish();
      wish.whenAdmitted = pass -> wish.answered();
      queued.add(wish.into(rig.lane));
    }

    first.answered();

    assertThat(queued).allMatch(RecordingWish::went);
    assertThat(rig.inFlight()).isZero();
  }

  @Test
  void wishesAreCalledWithoutTheLock() {
    var rig = LaneRig.breaker(1);
    var all = rig.enter(4);
    List<Boolean> locked = new ArrayList<>();
    all.get(1).whenAdmitted = pass -> locked.add(Thread.holdsLock(rig.lane));
    all.get(2).whenRefused = failure -> locked.add(Thread.holdsLock(rig.lane));

    all.get(0).failed(FailureKind.SERVER_ERROR);
    all.get(1).failed(FailureKind.SERVER_ERROR);

    assertThat(locked).containsExactly(false, false);
  }
}
