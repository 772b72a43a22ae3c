package dev.modeldispatch.samples.recipes;

import dev.modeldispatch.Answered;
import dev.modeldispatch.DispatchListener;
import dev.modeldispatch.ModelResult;
import dev.modeldispatch.ModelTarget;
import dev.modeldispatch.Prompt;
import java.util.Map;

/** Asks one model over an opencode server, and shows the answer as it comes. */
public final class AskOpencode {
  private AskOpencode() {}

  /** Runs the recipe. */
  public static void main(String[] args) {
    try (var server = SessionServer.saying(Map.of("wise", "Because air scatters blue light."));
        var models = server.connect()) {
      var target = ModelTarget.parse("fake/wise");
      var prompt = Prompt.builder("Why is the sky blue?").system("One sentence.").build();

      models.dispatcher().dispatch(target, prompt, DispatchListener.onText(System.out::print));
      System.out.println();

      show(models.ask("fake/unknown", prompt));
      show(models.ask("elsewhere/model", prompt));
    }
  }

  private static void show(ModelResult result) {
    String words = result.fold(Answered::text, none -> none.failure().kind().code());
    System.out.println(result.target() + ": " + words);
  }
}
