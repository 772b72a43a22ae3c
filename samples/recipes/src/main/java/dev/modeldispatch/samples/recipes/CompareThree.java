package dev.modeldispatch.samples.recipes;

import dev.modeldispatch.BatchResult;
import dev.modeldispatch.FailureKind;
import dev.modeldispatch.ModelTarget;
import dev.modeldispatch.core.ModelDispatch;
import dev.modeldispatch.core.report.ComparisonReport;
import dev.modeldispatch.testkit.server.FakeModelServer;
import java.time.Duration;
import java.util.List;

/** Asks three models at once and sets what they say side by side, in the order of asking. */
public final class CompareThree {
  private CompareThree() {}

  /** Runs the recipe. */
  public static void main(String[] args) {
    try (var server = FakeModelServer.start();
        var models = ModelDispatch.builder().openaiCompatible("local", server.baseUri()).build()) {
      server.model("brief").after(Duration.ofMillis(300)).answers("42.");
      server.model("chatty").answers("That depends. It may well be 42.");
      server.model("poor").fails(FailureKind.QUOTA_EXHAUSTED);
      List<ModelTarget> three = ModelTarget.list("local/brief", "local/chatty", "local/poor");

      BatchResult result = models.batch().dispatch(three, "What is six times seven?");

      System.out.println(ComparisonReport.text(result));
      System.out.println("status " + result.status() + ", tokens " + result.usage());
    }
  }
}
