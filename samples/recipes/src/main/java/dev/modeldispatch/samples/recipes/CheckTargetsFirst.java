package dev.modeldispatch.samples.recipes;

import dev.modeldispatch.ModelDirectory.Readiness;
import dev.modeldispatch.ModelDirectory.Verdict;
import dev.modeldispatch.ModelTarget;
import dev.modeldispatch.core.ModelDispatch;
import dev.modeldispatch.core.report.ComparisonReport;
import dev.modeldispatch.testkit.server.FakeModelServer;
import java.util.List;

/** Looks which targets can be asked before any prompt is sent, and asks those alone. */
public final class CheckTargetsFirst {
  private CheckTargetsFirst() {}

  /** Runs the recipe. */
  public static void main(String[] args) {
    try (var server = FakeModelServer.start();
        var models = ModelDispatch.builder().openaiCompatible("local", server.baseUri()).build()) {
      server.model("wise").answers("Blue.");

      var targets = ModelTarget.list("local/wise", "local/wize", "elsewhere/model");
      List<Verdict> verdicts = models.directory().preflight(targets);
      for (Verdict verdict : verdicts) {
        System.out.println(verdict.target() + " " + verdict.readiness());
        verdict.failure().ifPresent(why -> System.out.println("  " + why.hint()));
      }

      List<ModelTarget> ready =
          verdicts.stream()
              .filter(verdict -> verdict.readiness() == Readiness.READY)
              .map(Verdict::target)
              .toList();
      System.out.println(
          ComparisonReport.text(models.batch().dispatch(ready, "Which colour is the sky?")));
    }
  }
}
