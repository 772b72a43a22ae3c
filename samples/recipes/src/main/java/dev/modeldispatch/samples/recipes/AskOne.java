package dev.modeldispatch.samples.recipes;

import dev.modeldispatch.Answered;
import dev.modeldispatch.FailureKind;
import dev.modeldispatch.ModelResult;
import dev.modeldispatch.Prompt;
import dev.modeldispatch.core.ModelDispatch;
import dev.modeldispatch.testkit.server.FakeModelServer;
import java.time.Duration;

/** Asks one model and takes what comes, answer or not: whatever happens is a result. */
public final class AskOne {
  private AskOne() {}

  /** Runs the recipe. */
  public static void main(String[] args) {
    try (var server = FakeModelServer.start();
        var models = ModelDispatch.builder().openaiCompatible("local", server.baseUri()).build()) {
      server.model("wise").answers("Because air scatters blue light most.");
      server.model("poor").fails(FailureKind.QUOTA_EXHAUSTED);
      server.model("mute").hangs();

      show(models.ask("local/wise", "Why is the sky blue?"));
      show(models.ask("local/poor", "Why is the sky blue?"));
      show(models.ask("elsewhere/model", "Why is the sky blue?"));

      Prompt hurried = Prompt.builder("Quick?").timeout(Duration.ofMillis(200)).build();
      show(models.ask("local/mute", hurried));
    }
  }

  private static void show(ModelResult result) {
    String words =
        result.fold(
            Answered::text, none -> none.failure().kind().code() + ", " + none.failure().message());
    System.out.println(result.target() + ": " + words);
  }
}
