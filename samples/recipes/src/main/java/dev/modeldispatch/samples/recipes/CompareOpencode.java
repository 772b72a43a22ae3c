package dev.modeldispatch.samples.recipes;

import dev.modeldispatch.ModelTarget;
import dev.modeldispatch.core.report.ComparisonReport;
import java.util.List;
import java.util.Map;

/** Asks three models over one opencode server at once, each in a session of its own. */
public final class CompareOpencode {
  private CompareOpencode() {}

  /** Runs the recipe. */
  public static void main(String[] args) {
    Map<String, String> answers =
        Map.of("brief", "42.", "chatty", "That depends. It may well be 42.", "sure", "42, surely.");
    try (var server = SessionServer.saying(answers);
        var models = server.connect()) {
      List<ModelTarget> three = ModelTarget.list("fake/brief", "fake/chatty", "fake/sure");

      var result = models.batch().dispatch(three, "What is six times seven?");

      System.out.println(ComparisonReport.text(result));
    }
  }
}
