package dev.modeldispatch.samples.recipes;

import dev.modeldispatch.FailureKind;
import dev.modeldispatch.ModelTarget;
import dev.modeldispatch.Prompt;
import dev.modeldispatch.core.ModelDispatch;
import dev.modeldispatch.core.panel.Panel;
import dev.modeldispatch.core.panel.PanelRequest;
import dev.modeldispatch.core.panel.PanelRequest.Kind;
import dev.modeldispatch.core.panel.PanelResult;
import dev.modeldispatch.core.report.ComparisonReport;
import dev.modeldispatch.testkit.server.FakeModelServer;
import java.time.Duration;
import java.util.List;

/** Asks five models for a second opinion: once with a judge that fails, once with one that does. */
public final class AskAPanel {
  private static final List<ModelTarget> FIVE =
      ModelTarget.list("fleet/a", "fleet/b", "fleet/c", "fleet/d", "fleet/e");
  private static final Prompt QUESTION = Prompt.of("Is double-checked locking safe here?");

  private AskAPanel() {}

  /** Runs the recipe. */
  public static void main(String[] args) {
    try (var server = FakeModelServer.start();
        var models = ModelDispatch.builder().openaiCompatible("fleet", server.baseUri()).build()) {
      server.model("a").answers("Yes.");
      server.model("b").answers("No: the field is not volatile.");
      server.model("c").fails(FailureKind.QUOTA_EXHAUSTED);
      server.model("d").answers("No.");
      server.model("e").answers("It depends.");
      server.model("poor").fails(FailureKind.QUOTA_EXHAUSTED);
      server
          .model("wise")
          .answers("{\"best\":\"B\",\"why\":\"It names the reason.\",\"answer\":\"No.\"}");

      print(ask(models.panel(), "fleet/poor"));
      PanelResult judged = ask(models.panel(), "fleet/wise");
      print(judged);
      System.out.println("why: " + judged.why().orElse("not told"));
      System.out.println(ComparisonReport.markdown(judged.all()).lines().toList().get(2));
    }
  }

  private static PanelResult ask(Panel panel, String judge) {
    return panel.ask(
        PanelRequest.builder(Kind.SECOND_OPINION, FIVE, ModelTarget.parse(judge), QUESTION)
            .deadline(Duration.ofSeconds(30))
            .maxTokens(100_000)
            .build());
  }

  private static void print(PanelResult result) {
    System.out.println(result.basis() + ": " + result.answer().orElse("no answer"));
    result.notes().forEach(note -> System.out.println("  " + note));
    System.out.println("  opinions: " + result.rounds().get(0).answers().size() + " of 5");
  }
}
