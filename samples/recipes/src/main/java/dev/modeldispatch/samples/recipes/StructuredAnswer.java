package dev.modeldispatch.samples.recipes;

import dev.modeldispatch.Answered;
import dev.modeldispatch.ModelResult;
import dev.modeldispatch.Prompt;
import java.util.Map;

/** Asks for JSON that meets a schema: what does not meet it is no answer. */
public final class StructuredAnswer {
  private static final String SCHEMA =
      """
      {"type": "object", "required": ["verdict", "score"],
       "properties": {"verdict": {"enum": ["good", "bad"]}, "score": {"type": "integer"}}}
      """;

  private StructuredAnswer() {}

  /** Runs the recipe. */
  public static void main(String[] args) {
    Map<String, String> answers =
        Map.of(
            "judge", "{\"verdict\":\"good\",\"score\":7}",
            "sloppy", "{\"verdict\":\"perhaps\",\"score\":7}");
    try (var server = SessionServer.saying(answers);
        var models = server.connect()) {
      Prompt prompt = Prompt.builder("Judge: 'Less is more.'").jsonSchema(SCHEMA).build();

      show(models.ask("fake/judge", prompt));
      show(models.ask("fake/sloppy", prompt));
    }
  }

  private static void show(ModelResult result) {
    String words = result.fold(Answered::text, none -> none.failure().kind().code());
    System.out.println(result.target() + ": " + words);
  }
}
