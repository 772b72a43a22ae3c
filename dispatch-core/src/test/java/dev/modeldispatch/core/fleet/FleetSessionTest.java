package dev.modeldispatch.core.fleet;

import static dev.modeldispatch.core.fleet.FleetRig.refusal;
import static org.assertj.core.api.Assertions.assertThat;

import dev.modeldispatch.FailureKind;
import dev.modeldispatch.core.fleet.SessionServer.Ability;
import dev.modeldispatch.core.fleet.SessionState.Status;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FleetSessionTest {
  private FleetRig rig;
  private FleetSession session;

  @BeforeEach
  void open(@TempDir Path folder) {
    rig = new FleetRig(folder);
    session = rig.launched("a");
    rig.server.asked.clear();
  }

  @AfterEach
  void close() {
    rig.close();
  }

  private void is(Status status) {
    rig.server.becomesUnheard(session.id(), status);
  }

  @Test
  void aTurnEndsWhenTheSessionIsReadyAgain() {
    var turn = session.turn();
    assertThat(turn).isNotDone();

    rig.server.becomes(session.id(), Status.READY);

    assertThat(turn.join().status()).isEqualTo(Status.READY);
    assertThat(rig.server.session(session.id()).listeners).isEmpty();
  }

  @Test
  void aWaitThatBeginsAfterTheEndReturnsAtOnce() {
    for (Status status : List.of(Status.READY, Status.STOPPED, Status.ERROR)) {
      is(status);

      assertThat(session.turn()).isCompletedWithValueMatching(s -> s.status() == status);
    }
  }

  @Test
  void whoListensFirstMissesNoChangeBeforeTheLook() {
    var turn = session.turn();

    assertThat(turn).isNotDone();
    assertThat(rig.server.asked).startsWith("watch s1", "look s1");
  }

  @Test
  void anEndThatNobodyToldIsSeenByLookingAgain() {
    var turn = session.turn();
    is(Status.READY);

    rig.time.advance(Duration.ofMillis(4_999));
    assertThat(turn).isNotDone();
    rig.time.advance(Duration.ofMillis(1));

    assertThat(turn).isCompleted();
  }

  @Test
  void withoutAStreamLookingHasToDo() {
    rig.server.fails("watch", FailureKind.UNREACHABLE);
    var turn = session.turn();
    is(Status.STOPPED);

    rig.time.advance(Duration.ofSeconds(5));

    assertThat(turn).isCompleted();
  }

  @Test
  void theEndOfASessionIsMoreThanTheEndOfATurn() {
    var end = session.end();
    rig.server.becomes(session.id(), Status.READY);
    assertThat(end).isNotDone();

    rig.server.becomes(session.id(), Status.ERROR);

    assertThat(end.join().status()).isEqualTo(Status.ERROR);
  }

  @Test
  void aWaitThatTimesOutSaysThatTheSessionMayStillRun() {
    var turn = session.turn(Duration.ofSeconds(10));

    rig.time.advance(Duration.ofSeconds(10));

    assertThat(refusal(turn).failure().kind()).isEqualTo(FailureKind.DEADLINE_EXCEEDED);
    assertThat(refusal(turn)).hasMessageContaining("may still run");
    assertThat(rig.server.asked("end")).isEmpty();
  }

  @Test
  void aServerThatIsBackInTimeIsForgiven() {
    rig.server.fails(
        "look", FailureKind.UNREACHABLE, FailureKind.UNREACHABLE, FailureKind.UNREACHABLE);
    var turn = session.turn();
    rig.time.advance(Duration.ofSeconds(20));
    is(Status.READY);

    rig.time.advance(Duration.ofSeconds(5));

    assertThat(turn).isCompleted();
  }

  @Test
  void aServerThatStaysAwayIsGivenUp() {
    FailureKind[] gone = new FailureKind[40];
    Arrays.fill(gone, FailureKind.UNREACHABLE);
    rig.server.fails("look", gone);
    var turn = session.turn();

    rig.time.advance(Duration.ofSeconds(55));
    assertThat(turn).isNotDone();
    rig.time.advance(Duration.ofSeconds(5));

    assertThat(refusal(turn).failure().kind()).isEqualTo(FailureKind.UNREACHABLE);
    assertThat(refusal(turn)).hasMessageContaining("Session s1 may still run.");
  }

  @Test
  void whatWillNotChangeIsNotWaitedFor() {
    rig.server.fails("look", FailureKind.AUTH_REJECTED);

    assertThat(refusal(session.turn()).failure().kind()).isEqualTo(FailureKind.AUTH_REJECTED);
  }

  @Test
  void closingTheFleetEndsAllWaitingAndNoSession() {
    var turn = session.turn();

    rig.fleet.close();

    assertThat(refusal(turn)).hasMessageContaining("the fleet was closed");
    assertThat(rig.server.session(session.id()).status).isEqualTo(Status.BUSY);
    assertThat(rig.server.asked("close")).hasSize(1);
  }

  @Test
  void aWatchTellsHowItIsAndHowItBecomes() {
    List<Status> told = new ArrayList<>();

    var watching = session.watch(state -> told.add(state.status())).join();
    rig.server.becomes(session.id(), Status.READY);
    watching.close();
    rig.server.becomes(session.id(), Status.STOPPED);

    assertThat(told).containsExactly(Status.BUSY, Status.READY);
  }

  @Test
  void furtherPromptsWaitForTheirTurnInOrder() {
    var second = session.prompt("second");
    var third = session.prompt("third");
    assertThat(rig.server.asked("prompt")).isEmpty();

    rig.server.becomes(session.id(), Status.READY);
    assertThat(second).isCompleted();
    assertThat(third).isNotDone();
    rig.server.becomes(session.id(), Status.READY);

    assertThat(third).isCompleted();
    assertThat(rig.server.session(session.id()).turns)
        .extracting(SessionServer.Turn::text)
        .containsExactly("Do a.", "second", "third");
  }

  @Test
  void aSessionThatHasEndedTakesNoPrompt() {
    is(Status.STOPPED);

    assertThat(refusal(session.prompt("more")).failure().kind())
        .isEqualTo(FailureKind.INVALID_REQUEST);
    assertThat(rig.server.asked("prompt")).isEmpty();
  }

  @Test
  void steeringGoesIntoTheTurnThatRuns() {
    assertThat(session.steer("Mind the tests.")).isCompleted();

    assertThat(rig.server.session(session.id()).turns).hasSize(2);
  }

  @Test
  void whereTheServerTakesNothingMidTurnSteeringWaits() {
    rig.server.abilities.remove(Ability.STEER_MID_TURN);
    var steered = session.steer("Mind the tests.");
    assertThat(steered).isNotDone();

    rig.server.becomes(session.id(), Status.READY);

    assertThat(steered).isCompleted();
  }

  @Test
  void aBusySessionIsAbortedAndThenEnded() {
    assertThat(session.stop().join().status()).isEqualTo(Status.STOPPED);

    assertThat(rig.server.asked).containsSubsequence("abort s1", "end s1");
  }

  @Test
  void aStartingSessionIsStoppedToo() {
    is(Status.STARTING);

    assertThat(session.stop().join().status()).isEqualTo(Status.STOPPED);
  }

  @Test
  void aReadySessionIsEndedWithoutAnAbort() {
    is(Status.READY);

    assertThat(session.stop().join().status()).isEqualTo(Status.STOPPED);
    assertThat(rig.server.asked("abort")).isEmpty();
  }

  @Test
  void stoppingAStoppedSessionIsSuccess() {
    is(Status.STOPPED);

    assertThat(session.stop().join().status()).isEqualTo(Status.STOPPED);
    assertThat(rig.server.asked("end")).isEmpty();
  }

  @Test
  void aTurnThatDoesNotEndIsAbortedAgain() {
    rig.server.session(session.id()).deafToAborts = 1;
    var stop = session.stop();
    assertThat(stop).isNotDone();

    rig.time.advance(Duration.ofSeconds(5));

    assertThat(stop).isCompleted();
    assertThat(rig.server.asked("abort")).hasSize(2);
  }

  @Test
  void aSessionThatHearsNoAbortIsEnded() {
    rig.server.session(session.id()).deafToAborts = 9;
    var stop = session.stop();

    rig.time.advance(Duration.ofSeconds(10));

    assertThat(stop.join().status()).isEqualTo(Status.STOPPED);
    assertThat(rig.server.asked("abort")).hasSize(2);
  }

  @Test
  void whereTurnsCannotBeAbortedTheSessionIsEndedAtOnce() {
    rig.server.abilities.remove(Ability.ABORT_TURNS);

    assertThat(session.stop()).isCompleted();
    assertThat(rig.server.asked("abort")).isEmpty();
  }

  @Test
  void aSessionThatIsNotEndedIsEndedAgain() {
    rig.server.session(session.id()).deafToEnds = 2;
    var stop = session.stop();

    rig.time.advance(Duration.ofSeconds(10));

    assertThat(stop.join().status()).isEqualTo(Status.STOPPED);
    assertThat(rig.server.asked("end")).hasSize(3);
  }

  @Test
  void aSessionThatNeverEndsIsNamed() {
    rig.server.session(session.id()).deafToAborts = 99;
    rig.server.session(session.id()).deafToEnds = 99;
    CompletableFuture<SessionState> stop = session.stop();

    rig.time.advance(Duration.ofMinutes(1));

    assertThat(refusal(stop)).hasMessageContaining("session s1 did not stop; it may still run");
    assertThat(rig.fleet.working()).containsExactly(session);
  }

  @Test
  void removingStopsFirst() {
    session.remove().join();

    assertThat(rig.server.asked).containsSubsequence("abort s1", "end s1", "remove s1");
    assertThat(rig.server.sessions).isEmpty();
  }

  @Test
  void aSessionOfAnotherProcessIsFoundByItsId() {
    FleetSession found = rig.fleet.session(".", session.id()).join();

    assertThat(found.stop().join().status()).isEqualTo(Status.STOPPED);
    assertThat(refusal(rig.fleet.session("nowhere", "x")).failure().kind())
        .isEqualTo(FailureKind.INVALID_REQUEST);
  }
}
