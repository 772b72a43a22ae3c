package dev.modeldispatch.core.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.modeldispatch.core.fleet.SessionState.Status;
import dev.modeldispatch.core.internal.Json;
import org.junit.jupiter.api.Test;

/** A turn by the events of its session, those of others among them. */
class OppiTurnTest {
  private final OppiTurn turn = new OppiTurn(new SessionServer.Turn("t2", "Go on"), 10);

  private void hear(String type, int seq) {
    turn.hear(type, Json.object().put("type", type).put("seq", seq));
  }

  private static JsonNode state(String status) {
    var event = Json.object();
    event.putObject("session").put("status", status);
    return event;
  }

  @Test
  void theBeginningOfAnEarlierTurnIsNotItsOwn() {
    hear("agent_start", 10);

    assertThat(turn.isTaken()).isFalse();
    assertThat(turn.hasBegun()).isFalse();

    hear("agent_start", 11);
    assertThat(turn.isTaken()).isTrue();
  }

  @Test
  void theEndOfAnEarlierTurnIsNotItsOwn() {
    hear("agent_end", 11);
    turn.take(11);

    assertThat(turn.with(Status.READY)).isEqualTo(Status.STARTING);
    assertThat(turn.isOpen()).isTrue();
  }

  @Test
  void itEndsWithItsAgentsEnd() {
    turn.take(12);
    hear("agent_start", 13);
    assertThat(turn.with(Status.READY)).isEqualTo(Status.BUSY);

    hear("agent_end", 14);

    assertThat(turn.isOpen()).isFalse();
    assertThat(turn.with(Status.READY)).isEqualTo(Status.READY);
  }

  @Test
  void withoutTheAgentsEventsItGoesByTheStates() {
    turn.take(12);

    turn.hear("state", state("ready"));
    assertThat(turn.isOpen()).isTrue();
    turn.hear("state", state("busy"));
    assertThat(turn.isOpen()).isTrue();
    turn.hear("state", state("ready"));

    assertThat(turn.isOpen()).isFalse();
  }

  @Test
  void aTurnThatIsNotKnownToBeTakenHoldsNothingUp() {
    assertThat(turn.with(Status.READY)).isEqualTo(Status.READY);
    assertThat(turn.isOpen()).isTrue();
  }

  @Test
  void theEndOfItsSessionEndsIt() {
    turn.take(12);

    turn.see(Status.ERROR);

    assertThat(turn.isOpen()).isFalse();
    assertThat(turn.with(Status.ERROR)).isEqualTo(Status.ERROR);
  }
}
