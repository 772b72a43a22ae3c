package dev.modeldispatch.samples.recipes;

import dev.modeldispatch.Attempt;
import dev.modeldispatch.ModelTarget;
import dev.modeldispatch.Prompt;
import dev.modeldispatch.core.ModelDispatch;
import dev.modeldispatch.testkit.server.FakeModelServer;
import java.time.Duration;

/** Asks a second provider when the first is slow; the loser is called off, and accounted. */
public final class HedgeASlowModel {
  private HedgeASlowModel() {}

  /** Runs the recipe. */
  public static void main(String[] args) {
    var prompt =
        Prompt.builder("What is the capital of France?")
            .hedge(Duration.ofMillis(200), ModelTarget.parse("other/quick"))
            .build();
    try (var slow = FakeModelServer.start();
        var other = FakeModelServer.start();
        var models =
            ModelDispatch.builder()
                .openaiCompatible("local", slow.baseUri())
                .openaiCompatible("other", other.baseUri())
                .build()) {
      slow.model("stuck").hangs();
      other.model("quick").answers("Paris.");

      var answer = models.ask("local/stuck", prompt).orElseThrow();

      System.out.println(answer.text() + " says " + answer.answeredBy());
      for (Attempt attempt : answer.attempts()) {
        String how = attempt.failure().map(f -> f.kind().code()).orElse("answered");
        System.out.println(attempt.target() + ": " + how + ", sent " + attempt.sent());
      }
    }
  }
}
