package dev.modeldispatch.samples.recipes;

import dev.modeldispatch.BatchRequest;
import dev.modeldispatch.BatchResult;
import dev.modeldispatch.ModelResult;
import dev.modeldispatch.ModelTarget;
import dev.modeldispatch.Prompt;
import dev.modeldispatch.core.ModelDispatch;
import dev.modeldispatch.testkit.server.FakeModelServer;
import java.time.Duration;
import java.util.List;

/** Bounds a whole batch, targets that wait for their turn included, and keeps what is there. */
public final class BatchDeadline {
  private BatchDeadline() {}

  /** Runs the recipe. */
  public static void main(String[] args) {
    try (var server = FakeModelServer.start();
        var models = ModelDispatch.builder().openaiCompatible("local", server.baseUri()).build()) {
      server.model("quick").answers("Done.");
      server.model("stuck").hangs();
      List<ModelTarget> targets = ModelTarget.list("local/quick", "local/stuck", "local/quick");

      compare(models, targets, 3);
      compare(models, targets, 1);
    }
  }

  private static void compare(ModelDispatch models, List<ModelTarget> targets, int atOnce) {
    var request =
        BatchRequest.builder(targets, Prompt.of("Are you done?"))
            .maxConcurrency(atOnce)
            .deadline(Duration.ofSeconds(2))
            .build();
    BatchResult result = models.batch().dispatch(request);

    System.out.println(atOnce + " at once: " + result.status());
    for (ModelResult each : result.results()) {
      String why = each.unanswered().map(none -> ", " + none.failure().evidence()).orElse("");
      System.out.println("  " + each.target() + " " + each.status() + why);
    }
  }
}
