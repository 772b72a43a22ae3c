package dev.modeldispatch.core.file;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SignalTest {
  private static final Signal WAITING =
      new Signal(
          Signal.Status.WAITING,
          7,
          "C1",
          "F0_RECALL",
          Path.of("/s/C1/prompt.md"),
          Path.of("/s/C1/recall-result.json"),
          Instant.parse("2026-01-31T12:00:00.5Z"),
          Optional.empty());

  @Test
  void theWireFormIsKept() {
    assertThat(new String(WAITING.json(), UTF_8))
        .isEqualTo(
            "{\"status\":\"waiting\",\"dispatch_id\":7,\"case_id\":\"C1\",\"step\":\"F0_RECALL\","
                + "\"prompt_path\":\"/s/C1/prompt.md\","
                + "\"artifact_path\":\"/s/C1/recall-result.json\","
                + "\"timestamp\":\"2026-01-31T12:00:00Z\"}");
  }

  @Test
  void anErrorIsTheLastField() {
    var failed = WAITING.with(Signal.Status.ERROR, Optional.of("no idea"), Instant.EPOCH);

    assertThat(new String(failed.json(), UTF_8)).endsWith(",\"error\":\"no idea\"}");
    assertThat(Signal.parse(failed.json())).contains(failed);
  }

  @Test
  void completeOfOldFoldersIsRead() {
    String old = new String(WAITING.json(), UTF_8).replace("waiting", "complete");

    assertThat(Signal.parse(old.getBytes(UTF_8)).orElseThrow().status())
        .isEqualTo(Signal.Status.COMPLETE);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{",
        "[]",
        "null",
        "{\"status\":\"waiting\",\"dispatch_id\":\"7\",\"case_id\":\"C1\"}",
        "{\"status\":\"waiting\",\"dispatch_id\":1.5,\"case_id\":\"C1\"}",
        "{\"status\":\"waiting\",\"dispatch_id\":0,\"case_id\":\"C1\"}",
        "{\"status\":\"asleep\",\"dispatch_id\":1,\"case_id\":\"C1\"}",
        "{\"status\":\"waiting\",\"dispatch_id\":1,\"case_id\":\"C1\",\"prompt_path\":\"\\u0000\"}"
      })
  void whatIsNoSignalIsNone(String text) {
    assertThat(Signal.parse(text.getBytes(UTF_8))).isEmpty();
  }
}
