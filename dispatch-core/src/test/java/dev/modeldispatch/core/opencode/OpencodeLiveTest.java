package dev.modeldispatch.core.opencode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.modeldispatch.DispatchListener;
import dev.modeldispatch.ModelResult;
import dev.modeldispatch.ModelTarget;
import dev.modeldispatch.Prompt;
import dev.modeldispatch.TimedOut;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/** At the real server, what its contract with the fake one does not say. */
@Tag("opencode")
@ExtendWith(WithOpencode.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OpencodeLiveTest {
  private LiveRig rig;

  private static Upstream models() {
    return Upstream.start()
        .model("ok", (stage, request, n) -> stage.answer("Hello", " there"))
        .model(
            "stuck",
            (stage, request, n) -> {
              stage.begin();
              stage.say("Half an");
              stage.awaitHangUp();
            });
  }

  @BeforeAll
  void startServer() {
    rig = LiveRig.start(models());
  }

  @AfterEach
  void leavesNothing() {
    rig.assertClean();
  }

  @AfterAll
  void stopServer() {
    rig.close();
  }

  private static Prompt prompt(int seconds) {
    return Prompt.builder("Say hello").timeout(Duration.ofSeconds(seconds)).build();
  }

  @Test
  void deadlineClosesTheModelCallAndDeletesTheSession() {
    ModelResult result = rig.ask("fake/stuck", prompt(4));

    assertThat(result).isInstanceOf(TimedOut.class);
    assertThat(result.unanswered().orElseThrow().partialText()).contains("Half an");
  }

  @Test
  void aHundredAtOnceAllAnswerAndLeaveNoSession() {
    List<ModelTarget> hundred = Collections.nCopies(100, ModelTarget.parse("fake/ok"));
    try (var models = rig.connect()) {
      var result = models.batch().dispatch(hundred, prompt(120));

      assertThat(result.answers()).hasSize(100);
    }
  }

  @Test
  void textThatComesAtOnceIsToldOnce() {
    List<String> said = new CopyOnWriteArrayList<>();
    try (var models = rig.connect()) {
      for (int i = 0; i < 10; i++) {
        said.clear();
        models
            .dispatcher()
            .dispatch(ModelTarget.parse("fake/ok"), prompt(20), DispatchListener.onText(said::add));

        assertThat(String.join("", said)).isEqualTo("Hello there");
      }
    }
  }

  @Test
  void noSocketIsLeftBehindAClosedFrontDoor() {
    long before = rig.sockets();

    rig.ask("fake/ok", prompt(20)).orElseThrow();

    await().atMost(Duration.ofSeconds(20)).until(() -> rig.sockets() <= before);
  }
}
