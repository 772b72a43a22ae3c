package dev.modeldispatch;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class DispatchExceptionTest {
  @Test
  void theMessageTellsWhoWhatAndWhatToDo() {
    var failed = Facts.result().answeredBy(Facts.OTHER).failed(Facts.FAILURE);

    assertThat(new DispatchException(failed))
        .hasMessage("anthropic/claude-x: overloaded: No room. (529). Wait.");
  }

  @Test
  void anEmptyHintLeavesNoTail() {
    var failure = Failure.builder(FailureKind.UNKNOWN, "It broke").build();

    assertThat(new DispatchException(Facts.result().failed(failure)))
        .hasMessage("openai/gpt-x: unknown: It broke");
  }

  @Test
  void neitherTheAnswerNorRemoteTextIsShown() {
    var failure = Facts.FAILURE.toBuilder().detail("canary").build();
    var failed = Facts.result().partialText("canary").failed(failure);

    var thrown = new DispatchException(failed);

    assertThat(thrown.toString()).doesNotContain("canary");
    assertThat(thrown.result()).isSameAs(failed);
    assertThat(thrown).hasNoCause();
  }
}
