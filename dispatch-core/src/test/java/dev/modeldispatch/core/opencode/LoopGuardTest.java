package dev.modeldispatch.core.opencode;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.modeldispatch.core.internal.Json;
import org.junit.jupiter.api.Test;

class LoopGuardTest {
  private final LoopGuard guard = new LoopGuard();

  @Test
  void fourMessagesInARowWithoutAFinishAreALoop() {
    for (int i = 1; i <= 3; i++) {
      answer(i, "unknown");
      assertThat(guard.loops()).isFalse();
    }

    begin(4);

    assertThat(guard.loops()).isTrue();
  }

  @Test
  void anyNumberOfMessagesWithToolCallsIsWork() {
    for (int i = 1; i <= 20_000; i++) {
      begin(i);
      guard.part(Json.object().put("type", "tool").put("messageID", "m" + i));
      answer(i, "unknown");
    }

    assertThat(guard.loops()).isFalse();
  }

  @Test
  void aMessageThatFinishesBreaksTheRow() {
    for (int i = 1; i <= 40; i++) {
      answer(i, i % 3 == 0 ? "tool-calls" : "unknown");
      assertThat(guard.loops()).isFalse();
    }
  }

  @Test
  void promptsAreNoAnswers() {
    for (int i = 1; i <= 10; i++) {
      guard.message(Json.object().put("role", "user").put("id", "u" + i));
    }

    assertThat(guard.loops()).isFalse();
  }

  private void begin(int number) {
    guard.message(info(number));
  }

  private void answer(int number, String finish) {
    begin(number);
    guard.message(info(number).put("finish", finish));
  }

  private static ObjectNode info(int number) {
    return Json.object().put("role", "assistant").put("id", "m" + number);
  }
}
