package dev.modeldispatch.core.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.modeldispatch.ApiKey;
import dev.modeldispatch.Usage;
import dev.modeldispatch.core.fleet.SessionState.Status;
import dev.modeldispatch.core.http.HttpLimits;
import dev.modeldispatch.core.http.HttpTransport;
import dev.modeldispatch.core.internal.Json;
import dev.modeldispatch.core.internal.Resources;
import dev.modeldispatch.testkit.VirtualTime;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is known of a session by events and looks that cross each other. */
class OppiTrackTest {
  private static final SessionServer.Turn TURN = new SessionServer.Turn("t1", "Go on");
  private static final OppiSeen READY = new OppiSeen(Status.READY, Usage.none(), "");

  private final VirtualTime time = new VirtualTime();
  private final HttpTransport transport = HttpTransport.open(HttpLimits.STANDARD, time, time);
  private final OppiApi api =
      new OppiApi(
          OppiOptions.builder(ApiKey.of("token")).build(),
          transport,
          new Resources(time, time, Runnable::run));
  private final OppiTrack track =
      new OppiTrack(new SessionServer.Key("w", "s"), new OppiFailures(api));

  private static ObjectNode state(String status) {
    var event = Json.object().put("type", "state");
    event.putObject("session").put("status", status);
    return event;
  }

  @Test
  void aTurnThatIsSentAgainIsLookedForSinceItWasSentFirst() {
    track.sending(TURN, 5);

    var again = track.sending(TURN, 9);
    track.takenBefore(again);

    assertThat(track.since(again)).isEqualTo(5);
    assertThat(track.now().status()).isEqualTo(Status.STARTING);
  }

  @Test
  void aTurnWhoseEventsAreForgottenEndsByTheStatusAlone() {
    var turn = track.sending(TURN, 5);
    track.taken(turn);
    var answer = Json.object().put("catchUpComplete", false).put("currentSeq", 9);

    assertThat(track.caughtUp(turn, READY, answer, track.changes()).status())
        .isEqualTo(Status.READY);
    assertThat(track.openTurn()).isEmpty();
  }

  @Test
  void aReadySessionWhoseTurnWasNotBegunIsStarting() {
    var turn = track.sending(TURN, 5);
    track.taken(turn);
    var answer = Json.object().put("catchUpComplete", true).put("currentSeq", 5);

    assertThat(track.caughtUp(turn, READY, answer, track.changes()).status())
        .isEqualTo(Status.STARTING);
  }

  @Test
  void aLookThatAnEventOvertookIsNotTold() {
    List<SessionState> told = new ArrayList<>();
    track.listeners().listen(told::add);
    int before = track.changes();

    track.event(state("busy"));
    boolean isTold = track.tellIfStill(before, track.looked(READY, before));

    assertThat(isTold).isFalse();
    assertThat(told).extracting(SessionState::status).containsExactly(Status.BUSY);
    assertThat(track.now().status()).isEqualTo(Status.BUSY);
  }

  @Test
  void aRefusedTurnThatIsSentAgainIsANewOne() {
    track.refused(track.sending(TURN, 5));

    track.taken(track.sending(TURN, 9));

    assertThat(track.now().status()).isEqualTo(Status.STARTING);
  }
}
