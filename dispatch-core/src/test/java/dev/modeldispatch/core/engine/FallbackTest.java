package dev.modeldispatch.core.engine;

import static dev.modeldispatch.FailureKind.AUTH_REJECTED;
import static dev.modeldispatch.FailureKind.CONTENT_FILTERED;
import static dev.modeldispatch.FailureKind.CONTEXT_OVERFLOW;
import static dev.modeldispatch.FailureKind.INVALID_REQUEST;
import static dev.modeldispatch.FailureKind.MODEL_NOT_FOUND;
import static dev.modeldispatch.FailureKind.QUOTA_EXHAUSTED;
import static dev.modeldispatch.FailureKind.STRUCTURED_OUTPUT;
import static dev.modeldispatch.core.engine.Stage.answers;
import static dev.modeldispatch.core.engine.Stage.fails;
import static org.assertj.core.api.Assertions.assertThat;

import dev.modeldispatch.Attempt;
import dev.modeldispatch.FailureKind;
import dev.modeldispatch.Fallbacks;
import dev.modeldispatch.ModelResult;
import dev.modeldispatch.ModelTarget;
import dev.modeldispatch.Prompt;
import dev.modeldispatch.Session;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who is asked after a failure, and what the result says of those who were not. */
class FallbackTest {
  private static final Fallbacks CHAINS =
      Fallbacks.of("b/general").on(CONTEXT_OVERFLOW, "c/big").on(CONTENT_FILTERED, "d/free");

  private final Stage stage = new Stage();

  @ParameterizedTest
  @CsvSource({
    "CONTEXT_OVERFLOW, c/big",
    "CONTENT_FILTERED, d/free",
    "MODEL_NOT_FOUND, b/general",
    "OUTPUT_TRUNCATED, b/general",
  })
  void causeSelectsTheChain(FailureKind cause, String answering) {
    stage.plays("a/m", fails(cause));

    var result = stage.ask("a/m", with(CHAINS)).join();

    assertThat(result.answeredBy()).hasToString(answering);
    assertThat(failures(result)).containsExactly(cause);
    assertThat(result.attempts()).hasSize(2);
  }

  @Test
  void eachFailureOnTheWaySelectsAnew() {
    stage.plays("a/m", fails(MODEL_NOT_FOUND)).plays("b/general", fails(CONTEXT_OVERFLOW));

    var result = stage.ask("a/m", with(CHAINS)).join();

    assertThat(stage.asked()).containsExactly("a/m", "b/general", "c/big");
    assertThat(failures(result)).containsExactly(MODEL_NOT_FOUND, CONTEXT_OVERFLOW);
  }

  @Test
  void nobodyIsAskedTwice() {
    for (String target : List.of("a/m", "b/m", "c/m")) {
      stage.plays(target, fails(MODEL_NOT_FOUND));
    }

    stage.ask("a/m", with(Fallbacks.of("b/m", "a/m", "c/m"))).join();

    assertThat(stage.asked()).containsExactly("a/m", "b/m", "c/m");
  }

  @Test
  void atMostFiveFallbacksAreAsked() {
    var chains = Fallbacks.of("b/1", "b/2", "b/3", "b/4", "b/5").on(CONTEXT_OVERFLOW, "c/1", "c/2");
    stage.plays("a/m", fails(CONTEXT_OVERFLOW)).plays("c/1", fails(MODEL_NOT_FOUND));
    for (int i = 1; i <= 5; i++) {
      stage.plays("b/" + i, fails(i < 4 ? MODEL_NOT_FOUND : CONTENT_FILTERED));
    }

    var result = stage.ask("a/m", with(chains)).join();

    assertThat(stage.asked()).containsExactly("a/m", "c/1", "b/1", "b/2", "b/3", "b/4");
    assertThat(result.notes()).containsExactly("b/5 was not asked: 5 fallbacks are the most.");
  }

  @Test
  void keyThatWasRefusedIsNotTriedInAnotherFallback() {
    stage.plays("a/m", fails(AUTH_REJECTED));

    var result = stage.ask("a/m", with(Fallbacks.of("a/other", "b/m"))).join();

    assertThat(stage.asked()).containsExactly("a/m", "b/m");
    assertThat(result.notes())
        .containsExactly("a/other was not asked: its provider lately failed with auth_rejected.");
  }

  @Test
  void deadCredentialIsRememberedForAMinuteAndForgottenByAnAnswer() {
    stage.plays("b/m", fails(QUOTA_EXHAUSTED)).plays("a/m", fails(MODEL_NOT_FOUND));
    stage.ask("b/m", Prompt.of("hi")).join();
    var prompt = with(Fallbacks.of("b/m", "c/m"));

    var within = stage.ask("a/m", prompt).join();
    stage.ask("b/well", Prompt.of("hi")).join();
    stage.plays("b/m", answers("again"));
    var after = stage.ask("a/m", prompt).join();
    stage.plays("b/m", fails(QUOTA_EXHAUSTED)).ask("b/m", Prompt.of("hi")).join();
    stage.time.advance(Duration.ofSeconds(60));
    stage.plays("b/m", answers("later"));
    var later = stage.ask("a/m", prompt).join();

    assertThat(within.answeredBy()).hasToString("c/m");
    assertThat(after.answeredBy()).hasToString("b/m");
    assertThat(later.answeredBy()).hasToString("b/m");
  }

  @Test
  void callersMistakeAsksNobodyElse() {
    stage.plays("a/m", fails(INVALID_REQUEST));

    stage.ask("a/m", with(CHAINS)).join();

    assertThat(stage.asked()).containsExactly("a/m");
  }

  @Test
  void answerThatMissesTheSchemaGoesToTheNext() {
    stage.plays("a/m", answers("{\"b\":1}")).plays("b/general", answers("{\"a\":1}"));
    var prompt =
        with(CHAINS).toBuilder().jsonSchema("{\"type\":\"object\",\"required\":[\"a\"]}").build();

    var result = stage.ask("a/m", prompt).join();

    assertThat(result.orElseThrow().text()).isEqualTo("{\"a\":1}");
    assertThat(failures(result)).containsExactly(STRUCTURED_OUTPUT);
  }

  @Test
  void targetThatNobodyServesIsNamedAmongTheAttempts() {
    var result = stage.ask("nobody/m", with(Fallbacks.of("b/m"))).join();

    assertThat(result.isAnswered()).isTrue();
    assertThat(result.attempts().get(0).sent()).isEqualTo(Attempt.Sent.NO);
    assertThat(failures(result)).containsExactly(FailureKind.PROVIDER_NOT_CONNECTED);
  }

  @Test
  void targetsOwnFallbacksHoldWhereThePromptHasNone() {
    var own = new Stage(Map.of(ModelTarget.parse("a/m"), Fallbacks.of("b/m")), Map.of());
    own.plays("a/m", fails(MODEL_NOT_FOUND));

    assertThat(own.ask("a/m", Prompt.of("hi")).join().answeredBy()).hasToString("b/m");
    assertThat(own.ask("a/m", with(Fallbacks.of("c/m"))).join().answeredBy()).hasToString("c/m");
  }

  @Test
  void conversationStaysWithItsModel() {
    var prompt = with(CHAINS).toBuilder().session(Session.kept()).build();

    assertThat(stage.ask("a/m", prompt).join().isAnswered()).isFalse();
    assertThat(stage.asked()).isEmpty();
  }

  private static Prompt with(Fallbacks chains) {
    return Prompt.builder("hi").fallbacks(chains).build();
  }

  private static List<FailureKind> failures(ModelResult result) {
    return result.attempts().stream()
        .flatMap(attempt -> attempt.failure().stream())
        .map(dev.modeldispatch.Failure::kind)
        .toList();
  }
}
