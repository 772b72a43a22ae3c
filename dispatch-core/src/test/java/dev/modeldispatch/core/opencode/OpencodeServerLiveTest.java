package dev.modeldispatch.core.opencode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.modeldispatch.ApiKey;
import dev.modeldispatch.DispatchListener;
import dev.modeldispatch.FailureKind;
import dev.modeldispatch.ModelResult;
import dev.modeldispatch.ModelTarget;
import dev.modeldispatch.Prompt;
import dev.modeldispatch.Session;
import dev.modeldispatch.TimedOut;
import dev.modeldispatch.core.ModelDispatch;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A real private server that is killed, freezes, or is not the one that was meant. */
@Tag("opencode")
@ExtendWith(WithOpencode.class)
class OpencodeServerLiveTest {
  private static final ModelTarget STUCK = ModelTarget.parse("fake/stuck");

  private LiveRig rig;

  @BeforeEach
  void start() {
    rig =
        LiveRig.start(
            Upstream.start()
                .model("ok", (stage, r, n) -> stage.answer("Hello"))
                .model(
                    "stuck",
                    (stage, r, n) -> {
                      stage.begin();
                      stage.say("Half an");
                      stage.awaitHangUp();
                    }));
  }

  @AfterEach
  void stop() {
    long pid = pid();
    rig.close();
    assertThat(ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false)).isFalse();
  }

  private static Prompt prompt(int seconds) {
    return Prompt.builder("Say hello").timeout(Duration.ofSeconds(seconds)).build();
  }

  private static long pid() {
    String binary = WithOpencode.binary().orElseThrow().toString();
    return ProcessHandle.current()
        .children()
        .filter(child -> child.info().command().filter(c -> c.endsWith("opencode")).isPresent())
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("no child runs " + binary))
        .pid();
  }

  @Test
  void killedServerEndsTheDispatchAndIsThereForTheNext() throws Exception {
    var begun = new CountDownLatch(1);
    try (var models = rig.connect()) {
      var future =
          models
              .dispatcher()
              .dispatchAsync(STUCK, prompt(60), DispatchListener.onText(t -> begun.countDown()));
      assertThat(begun.await(20, TimeUnit.SECONDS)).isTrue();

      ProcessHandle.of(pid()).orElseThrow().destroyForcibly();
      ModelResult result = future.get(10, TimeUnit.SECONDS);

      assertThat(result.unanswered().orElseThrow().failure().kind())
          .isEqualTo(FailureKind.CONNECTION_LOST);
      await().atMost(Duration.ofSeconds(40)).until(() -> rig.server().restarts() == 1);
      await()
          .atMost(Duration.ofSeconds(40))
          .until(() -> models.ask("fake/ok", prompt(20)).isAnswered());
    }
  }

  @Test
  void frozenServerDoesNotDelayTheDeadlineAndIsReplaced() throws Exception {
    try (var models = rig.connect()) {
      rig.ask(models, "fake/ok", prompt(20)).orElseThrow();
      new ProcessBuilder("kill", "-STOP", Long.toString(pid())).start().waitFor();

      ModelResult result = rig.ask(models, "fake/ok", prompt(3));

      assertThat(result).isInstanceOf(TimedOut.class);
      await().atMost(Duration.ofSeconds(60)).until(() -> rig.server().restarts() == 1);
      await()
          .atMost(Duration.ofSeconds(40))
          .until(() -> models.ask("fake/ok", prompt(20)).isAnswered());
    }
  }

  @Test
  void wrongPasswordIsToldAsTheServers() {
    var options =
        OpencodeOptions.builder(rig.server().uri()).password(ApiKey.of("not-this-one")).build();
    try (var models = ModelDispatch.builder().opencode(options).build()) {
      ModelResult result = rig.ask(models, "fake/ok", prompt(20));

      var failure = result.unanswered().orElseThrow().failure();
      assertThat(failure.kind()).isEqualTo(FailureKind.AUTH_REJECTED);
      assertThat(failure.message()).contains(rig.server().uri().toString());
    }
  }

  @Test
  void sessionOfAnotherServerIsRefused() {
    Prompt lost =
        prompt(20).toBuilder().session(Session.continued("ses_e046be9adffeZMJSJLtxFB49tA")).build();
    try (var models = rig.connect()) {
      ModelResult result = rig.ask(models, "fake/ok", lost);

      assertThat(result.unanswered().orElseThrow().failure().kind())
          .isEqualTo(FailureKind.INVALID_REQUEST);
    }
  }
}
