package dev.modeldispatch.samples.recipes;

import dev.modeldispatch.Attempt;
import dev.modeldispatch.FailureKind;
import dev.modeldispatch.Fallbacks;
import dev.modeldispatch.ModelResult;
import dev.modeldispatch.Prompt;
import dev.modeldispatch.core.ModelDispatch;
import dev.modeldispatch.testkit.server.FakeModelServer;

/** Asks another model when one fails: which one depends on why. */
public final class AskAnotherOnFailure {
  private AskAnotherOnFailure() {}

  /** Runs the recipe. */
  public static void main(String[] args) {
    var chains =
        Fallbacks.of("local/spare", "backup/last")
            .on(FailureKind.CONTEXT_OVERFLOW, "backup/large-context");
    var prompt = Prompt.builder("A long text").fallbacks(chains).build();
    try (var server = FakeModelServer.start();
        var backup = FakeModelServer.start();
        var models =
            ModelDispatch.builder()
                .openaiCompatible("local", server.baseUri())
                .openaiCompatible("backup", backup.baseUri())
                .build()) {
      server.model("small").fails(FailureKind.CONTEXT_OVERFLOW);
      server.model("picky").fails(FailureKind.INVALID_REQUEST);
      server.model("locked").fails(FailureKind.AUTH_REJECTED);
      backup.model("large-context").answers("All of it read.");
      backup.model("last").answers("Here I am.");

      tell(models.ask("local/small", prompt));
      tell(models.ask("local/picky", prompt));
      tell(models.ask("local/locked", prompt));
    }
  }

  private static void tell(ModelResult result) {
    for (Attempt attempt : result.attempts()) {
      String how = attempt.failure().map(f -> f.kind().code()).orElse("answered");
      System.out.println(attempt.number() + ". " + attempt.target() + ": " + how);
    }
    result.notes().forEach(note -> System.out.println("   " + note));
  }
}
