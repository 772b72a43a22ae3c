package dev.modeldispatch.core.opencode;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.modeldispatch.Failure;
import dev.modeldispatch.FailureKind;
import dev.modeldispatch.core.failure.FailureRules;
import dev.modeldispatch.core.failure.RemoteText;
import dev.modeldispatch.core.internal.Json;
import dev.modeldispatch.core.opencode.OpencodeSessions.Doing;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AgentTurnTest {
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
  private static final RemoteText FILTER = RemoteText.filter(List.of(), List.of());

  private final AgentTurn turn =
      new AgentTurn(target -> new ServerErrors(target, FILTER, FailureRules.standard(), START));

  @Test
  void restBehindAnEarlierAnswerIsNotTheEndOfAPrompt() {
    turn.begin("user1");

    assertThat(judge(rests(answer("user1", "stop")), 0)).isEqualTo(Doing.TAKEN);
    assertThat(judge(rests(answer("user2", "stop")), 1)).isEqualTo(Doing.IDLE);
    assertThat(turn.failure()).isEmpty();
  }

  @Test
  void aLookFromBeforeThePromptWasToBeSeenIsNotItsEnd() {
    turn.begin("user1");
    turn.message(Json.object().put("role", "user").put("id", "user2"));

    assertThat(judge(rests(answer("user1", "stop")), 0)).isEqualTo(Doing.BUSY);
    assertThat(turn.isOpen()).isTrue();
  }

  @Test
  void aFurtherPromptWaitsUntilTheAnswerHasBegun() {
    turn.begin("");
    assertThat(turn.isAwaited()).isTrue();

    turn.message(Json.object().put("role", "user").put("id", "user1"));
    assertThat(turn.isAwaited()).as("to be seen, and not begun").isTrue();
    turn.message(Json.object().put("role", "assistant").put("parentID", "user1"));

    assertThat(turn.isAwaited()).isFalse();
  }

  @Test
  void aToolCallWhileItWorksIsNoEnd() {
    turn.begin("");

    assertThat(judge(works(answer("user1", "tool-calls")), 0)).isEqualTo(Doing.BUSY);
    assertThat(turn.isOpen()).isTrue();
  }

  @Test
  void aToolCallBehindWhichItRestsWasAnAsk() {
    turn.begin("");
    turn.rejected("bash");

    judge(rests(answer("user1", "tool-calls")), 0);

    assertThat(turn.failure()).map(Failure::kind).contains(FailureKind.TOOL_DENIED);
  }

  @Test
  void anAnswerThatNeverEndsWhileTheSessionRestsWasCut() {
    turn.begin("");
    ObjectNode cut = answer("user1", "");
    ((ObjectNode) cut.path("info").path("time")).remove("completed");

    assertThat(judge(rests(cut), 0)).isEqualTo(Doing.BUSY);
    assertThat(judge(rests(cut), 29)).isEqualTo(Doing.BUSY);
    assertThat(judge(rests(cut), 30)).isEqualTo(Doing.IDLE);
    assertThat(turn.failure()).map(Failure::kind).contains(FailureKind.SERVER_ERROR);
  }

  @Test
  void anErrorEventEndsAPromptThatHasNoAnswer() {
    turn.begin("");
    turn.error(error("UnknownError", "Model not found: fake/nope."));
    turn.error(error("UnknownError", "a stack trace"));

    assertThat(judge(rests(prompt("user1")), 0)).isEqualTo(Doing.IDLE);
    assertThat(turn.failure()).map(Failure::kind).contains(FailureKind.MODEL_NOT_FOUND);
  }

  @Test
  void theErrorOfAnEarlierAbortIsNotThatOfAPrompt() {
    turn.begin("");
    turn.error(error("MessageAbortedError", "Aborted"));

    assertThat(judge(rests(prompt("user1")), 0)).isEqualTo(Doing.TAKEN);
  }

  @Test
  void anAbortThatLeavesNoErrorIsStillAnAbort() {
    turn.begin("");
    turn.aborting();

    judge(rests(answer("user1", "")), 0);

    assertThat(turn.failure()).map(Failure::kind).contains(FailureKind.CANCELLED);
  }

  @Test
  void aPromptThatWasNotTakenChangesNothing() {
    turn.begin("");
    judge(rests(answer("user1", "stop")), 0);

    turn.takeBack(turn.begin("user1"));

    assertThat(judge(rests(answer("user1", "stop")), 0)).isEqualTo(Doing.IDLE);
  }

  @Test
  void onlyAWaitAboveTenMinutesEndsTheTurn() {
    turn.begin("");

    assertThat(turn.waits(retry(600), START)).isFalse();
    assertThat(turn.waits(retry(601), START)).isTrue();
    assertThat(turn.mustEnd()).map(Failure::kind).contains(FailureKind.RATE_LIMITED);
  }

  @Test
  void theReasonForTheEndIsTheFirst() {
    turn.begin("");
    turn.waits(retry(3_600), START);
    turn.aborting();

    judge(rests(answer("user1", "")), 0);

    assertThat(turn.failure()).map(Failure::kind).contains(FailureKind.RATE_LIMITED);
  }

  @Test
  void whatIsArchivedHasEnded() {
    var info = Json.object().put("id", "ses_1");
    info.putObject("time").put("archived", 1);

    assertThat(judge(new AgentLook(false, info, none(), none(), Optional.empty()), 0))
        .isEqualTo(Doing.ENDED);
  }

  private Doing judge(AgentLook look, int second) {
    return turn.judge(look, START.plusSeconds(second));
  }

  private static AgentLook rests(JsonNode last) {
    return new AgentLook(false, Json.object(), none(), last, Optional.empty());
  }

  private static AgentLook works(JsonNode last) {
    var busy = Json.object().put("type", "busy");
    return new AgentLook(false, Json.object(), busy, last, Optional.empty());
  }

  private static JsonNode none() {
    return MissingNode.getInstance();
  }

  private static ObjectNode answer(String to, String finish) {
    ObjectNode message = Json.object();
    ObjectNode info = message.putObject("info").put("id", "answer").put("role", "assistant");
    info.put("parentID", to).putObject("time").put("created", 1).put("completed", 2);
    if (!finish.isEmpty()) {
      info.put("finish", finish);
    }
    message.putArray("parts");
    return message;
  }

  private static ObjectNode prompt(String id) {
    ObjectNode message = Json.object();
    message.putObject("info").put("id", id).put("role", "user");
    return message;
  }

  private static ObjectNode error(String name, String text) {
    ObjectNode error = Json.object().put("name", name);
    error.putObject("data").put("message", text);
    return error;
  }

  private static ObjectNode retry(int seconds) {
    return Json.object()
        .put("type", "retry")
        .put("message", "Rate limit reached")
        .put("next", START.plusSeconds(seconds).toEpochMilli());
  }
}
