package dev.modeldispatch.core.engine;

import dev.modeldispatch.Failure;
import dev.modeldispatch.FailureKind;
import dev.modeldispatch.ModelTarget;

/** The engine's own failures, in words. */
final class Words {
  private Words() {}

  static Failure queueFull(ModelTarget target, EngineSettings settings) {
    return Failure.builder(
            FailureKind.OVERLOADED_LOCALLY,
            target
                + ": this process already runs "
                + settings.maxInFlight()
                + " dispatches, and "
                + settings.maxQueued()
                + " wait.")
        .hint("Send fewer at once, or raise maxInFlight or maxQueued when building.")
        .evidence("maxQueued " + settings.maxQueued())
        .build();
  }

  static Failure structuredOutput(ModelTarget asked, String violation) {
    return Failure.builder(
            FailureKind.STRUCTURED_OUTPUT,
            asked + ": the answer does not meet the JSON schema: " + violation + ".")
        .hint("Ask again, simplify the schema, or pick another model; partialText() has the text.")
        .evidence(violation)
        .build();
  }

  /** Why a leg was called off: another was first. */
  static Failure lost(ModelTarget loser, ModelTarget winner) {
    return Failure.builder(
            FailureKind.CANCELLED, "the attempt at " + loser + " was called off: a hedge.")
        .evidence(winner + " was first")
        .build();
  }

  static Failure noSessions(ModelTarget target) {
    return Failure.builder(
            FailureKind.INVALID_REQUEST,
            target + ": provider '" + target.provider() + "' keeps no conversations.")
        .hint("Use Session.fresh(), and put what was said before into the prompt.")
        .evidence("connector without sessions")
        .build();
  }

  static Failure threw(ModelTarget target, Throwable thrown) {
    return Failure.builder(FailureKind.UNKNOWN, "the connector of " + target + " threw.")
        .hint("A connector has to settle its call; mend it, or report it.")
        .evidence(thrown.getClass().getName())
        .build();
  }
}
