package dev.modeldispatch.core.opencode;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.modeldispatch.core.internal.Json;
import org.junit.jupiter.api.Test;

/** What the event stream showed, and what it has not shown yet when the answer is there. */
class WatchTest {
  private static final JsonNode THOUGHTS =
      Json.object().put("id", "p1").put("type", "reasoning").put("text", "let me think");

  private final Watch watch = new Watch();

  @Test
  void thoughtsThatNoEventShowedAreTheRest() {
    assertThat(watch.unstreamedThoughts(THOUGHTS)).isEqualTo("let me think");
  }

  @Test
  void thoughtsThatWereShownAreNotToldAgain() {
    watch.message(Json.object().put("id", "m1").put("role", "assistant"));
    watch.part(THOUGHTS);

    assertThat(watch.delta(delta("let me ")).orElseThrow().text()).isEqualTo("let me ");
    assertThat(watch.unstreamedThoughts(THOUGHTS)).isEqualTo("think");
    watch.delta(delta("think"));
    assertThat(watch.unstreamedThoughts(THOUGHTS)).isEmpty();
  }

  private static JsonNode delta(String text) {
    return Json.object()
        .put("messageID", "m1")
        .put("partID", "p1")
        .put("field", "text")
        .put("delta", text);
  }
}
