package dev.modeldispatch.core.limit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.modeldispatch.Attempt;
import dev.modeldispatch.Failure;
import dev.modeldispatch.FailureKind;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OutcomeTest {
  @ParameterizedTest
  @CsvSource({
    "SERVER_ERROR, TROUBLE",
    "OVERLOADED, TROUBLE",
    "UNREACHABLE, TROUBLE",
    "CONNECTION_LOST, TROUBLE",
    "STALLED, TROUBLE",
    "RATE_LIMITED, GOOD",
    "QUOTA_EXHAUSTED, GOOD",
    "AUTH_REJECTED, GOOD",
    "PERMISSION_DENIED, GOOD",
    "MODEL_NOT_FOUND, GOOD",
    "INVALID_REQUEST, GOOD",
    "CONTEXT_OVERFLOW, GOOD",
    "CONTENT_FILTERED, GOOD",
    "OUTPUT_TRUNCATED, GOOD",
    "EMPTY_ANSWER, GOOD",
    "MALFORMED_RESPONSE, GOOD",
    "RESPONSE_TOO_LARGE, GOOD",
    "STRUCTURED_OUTPUT, GOOD",
    "TOOL_DENIED, GOOD",
    "AUTH_MISSING, SILENT",
    "PROVIDER_NOT_CONNECTED, SILENT",
    "CIRCUIT_OPEN, SILENT",
    "OVERLOADED_LOCALLY, SILENT",
    "DEADLINE_EXCEEDED, SILENT",
    "CANCELLED, SILENT",
    "UNKNOWN, SILENT"
  })
  void failureSaysThisOfTheServer(FailureKind kind, Outcome said) {
    assertThat(Outcome.of(Failure.builder(kind, "x").build())).isEqualTo(said);
  }

  @Test
  void unknownStatusShowsThatTheServerIsThere() {
    var teapot = Failure.builder(FailureKind.UNKNOWN, "x").httpStatus(418).build();

    assertThat(Outcome.of(teapot)).isEqualTo(Outcome.GOOD);
  }

  @ParameterizedTest
  @CsvSource({
    "DEADLINE_EXCEEDED, 10000, TROUBLE",
    "DEADLINE_EXCEEDED, 9999, SILENT",
    "CANCELLED, 60000, SILENT"
  })
  void longSilenceUntilADeadlineIsTrouble(FailureKind why, long silentMillis, Outcome said) {
    var silence = Duration.ofMillis(silentMillis);

    assertThat(Outcome.ofCallingOff(why, silence, Duration.ofSeconds(10))).isEqualTo(said);
  }

  @Test
  void whatWasNotSentSaysNothing() {
    End end = End.of(Outcome.TROUBLE, Attempt.Sent.NO);

    assertThat(end.outcome()).isEqualTo(Outcome.SILENT);
    assertThat(end.used()).hasValue(0);
  }
}
