package dev.modeldispatch;

import static dev.modeldispatch.Facts.OTHER;
import static dev.modeldispatch.Facts.TARGET;
import static org.assertj.core.api.Assertions.assertThat;

import dev.modeldispatch.connector.ProviderStatus;
import dev.modeldispatch.connector.Reply;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** No text of a prompt, an answer, a provider or a key is in any string form. */
class CanaryTest {
  private static final String CANARY = "canary-7f3a";
  private static final Duration NOW = Duration.ZERO;
  private static final Failure FAILURE = Facts.FAILURE.toBuilder().detail(CANARY).build();
  private static final ResultBuilder RESULT =
      ModelResult.builder(TARGET)
          .partialText(CANARY)
          .attempts(
              List.of(
                  new Attempt(
                      1,
                      TARGET,
                      NOW,
                      NOW,
                      Attempt.Sent.YES,
                      Optional.of(FAILURE),
                      NOW,
                      "",
                      Usage.unknown())));

  @ParameterizedTest
  @MethodSource({"prompts", "results", "events", "plugs"})
  void nothingShowsText(Object value) {
    assertThat(value.toString()).doesNotContain(CANARY).isNotBlank();
  }

  static Stream<Object> prompts() {
    var builder =
        Prompt.builder(CANARY)
            .system(CANARY)
            .jsonSchema("{\"title\":\"" + CANARY + "\"}")
            .label("who", CANARY);
    var prompt = builder.build();
    var batch = BatchRequest.builder(List.of(TARGET), prompt);
    return Stream.of(builder, prompt, batch, batch.build(), ApiKey.of(CANARY));
  }

  static Stream<Object> results() {
    var failed = RESULT.failed(FAILURE);
    var answer = RESULT.answered(CANARY);
    var batch = BatchResult.of(List.of(answer, failed), BatchResult.Status.COMPLETE, Duration.ZERO);
    return Stream.of(
        RESULT,
        answer,
        failed,
        RESULT.timedOut(TimedOut.Deadline.BATCH, NOW),
        RESULT.cancelled(Cancelled.Reason.CALLER),
        FAILURE,
        failed.attempts().get(0),
        batch,
        new DispatchException(failed),
        new ModelDirectory.Verdict(
            TARGET, ModelDirectory.Readiness.NOT_READY, Optional.of(FAILURE)));
  }

  static Stream<Object> events() {
    return Stream.of(
        new DispatchEvent.Queued(TARGET, NOW, "a permit"),
        new DispatchEvent.AttemptStarted(TARGET, NOW, 1),
        new DispatchEvent.Text(TARGET, NOW, DispatchEvent.Text.Kind.ANSWER, CANARY),
        new DispatchEvent.Text(TARGET, NOW, DispatchEvent.Text.Kind.REASONING, CANARY),
        new DispatchEvent.Waiting(TARGET, NOW, NOW, "retry-after", FAILURE),
        new DispatchEvent.Switched(TARGET, NOW, OTHER, "it failed"),
        new DispatchEvent.Settled(TARGET, NOW, RESULT.failed(FAILURE)),
        new DispatchEvent.Settled(TARGET, NOW, RESULT.answered(CANARY)));
  }

  static Stream<Object> plugs() {
    return Stream.of(
        Reply.answer(CANARY).build(),
        Reply.answer(CANARY),
        Reply.failure(FAILURE).partialText(CANARY).build(),
        new ProviderStatus("openai", List.of(), Optional.of(FAILURE)));
  }
}
