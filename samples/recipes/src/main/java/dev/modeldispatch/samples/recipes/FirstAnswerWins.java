package dev.modeldispatch.samples.recipes;

import dev.modeldispatch.Answered;
import dev.modeldispatch.BatchRequest;
import dev.modeldispatch.BatchResult;
import dev.modeldispatch.Completion;
import dev.modeldispatch.FailureKind;
import dev.modeldispatch.ModelTarget;
import dev.modeldispatch.Prompt;
import dev.modeldispatch.Unanswered;
import dev.modeldispatch.core.ModelDispatch;
import dev.modeldispatch.testkit.server.FakeModelServer;
import java.time.Duration;

/** Takes the first answer, whoever gives it, and ends the work of the others. */
public final class FirstAnswerWins {
  private FirstAnswerWins() {}

  /** Runs the recipe. */
  public static void main(String[] args) {
    try (var server = FakeModelServer.start();
        var models = ModelDispatch.builder().openaiCompatible("local", server.baseUri()).build()) {
      server.model("poor").fails(FailureKind.QUOTA_EXHAUSTED);
      server.model("quick").after(Duration.ofMillis(300)).answers("Paris.");
      server.model("stuck").hangs();

      race(models, "local/poor", "local/quick", "local/stuck");
      race(models, "local/poor");
    }
  }

  private static void race(ModelDispatch models, String... targets) {
    var request =
        BatchRequest.builder(ModelTarget.list(targets), Prompt.of("What is France's capital?"))
            .completion(Completion.firstAnswer())
            .build();
    BatchResult result = models.batch().dispatch(request);

    System.out.println("status " + result.status());
    for (Answered winner : result.answers()) {
      System.out.println("  winner " + winner.target() + ": " + winner.text());
    }
    for (Unanswered loser : result.failures()) {
      System.out.println("  no answer from " + loser.target() + ": " + loser.failure().evidence());
    }
  }
}
