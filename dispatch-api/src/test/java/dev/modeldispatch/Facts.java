package dev.modeldispatch;

import java.time.Duration;
import java.util.Optional;

/** Values that several tests need. */
final class Facts {
  static final ModelTarget TARGET = ModelTarget.of("openai", "gpt-x");
  static final ModelTarget OTHER = ModelTarget.of("anthropic", "claude-x");
  static final Failure FAILURE =
      Failure.builder(FailureKind.OVERLOADED, "No room.").hint("Wait.").evidence("529").build();

  private Facts() {}

  static ResultBuilder result() {
    return ModelResult.builder(TARGET);
  }

  static Answered answer(String target) {
    return ModelResult.builder(ModelTarget.parse(target)).answered("yes");
  }

  static Failed failed(String target) {
    return ModelResult.builder(ModelTarget.parse(target)).failed(FAILURE);
  }

  static Attempt attempt(int number, Attempt.Sent sent, Usage usage) {
    return new Attempt(
        number,
        TARGET,
        Duration.ZERO,
        Duration.ofMillis(5),
        sent,
        Optional.of(FAILURE),
        Duration.ZERO,
        "",
        usage);
  }
}
