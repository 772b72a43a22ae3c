package dev.modeldispatch.samples.recipes;

import dev.modeldispatch.AnswerFormat;
import dev.modeldispatch.ModelTarget;
import dev.modeldispatch.core.ModelDispatch;
import dev.modeldispatch.core.answer.Answers;
import dev.modeldispatch.core.answer.Describe;
import dev.modeldispatch.testkit.server.FakeModelServer;
import java.util.List;
import java.util.Optional;

/** Asks for answers as values of a record: one in one call, and a batch, of which some fit. */
public final class TypedAnswer {
  private static final AnswerFormat<Verdict> VERDICT = Answers.of(Verdict.class);

  private TypedAnswer() {}

  enum Severity {
    LOW,
    HIGH
  }

  record Verdict(
      boolean approve,
      Severity severity,
      @Describe("One sentence each, the worst first.") List<String> reasons,
      Optional<String> note) {}

  /** Runs the recipe. */
  public static void main(String[] args) {
    try (var server = FakeModelServer.start();
        var models = ModelDispatch.builder().openaiCompatible("local", server.baseUri()).build()) {
      String json = "{\"approve\":%s,\"severity\":\"LOW\",\"reasons\":[\"Tested.\"],\"note\":null}";
      server.model("careful").answers(json.formatted("true"));
      server.model("sloppy").answers(json.formatted("\"perhaps\""));

      Verdict one = models.ask("local/careful", VERDICT, "Judge this diff.");
      System.out.println(one.severity() + ": " + String.join(" ", one.reasons()));

      var targets = ModelTarget.list("local/careful", "local/sloppy", "local/unknown");
      var batch = models.batch().dispatch(targets, VERDICT.prompt("Judge this diff."));
      for (var reading : VERDICT.readings(batch)) {
        String shown =
            reading.fold(
                verdict -> "approves: " + verdict.approve(),
                none -> none.failure().kind().code() + " (" + none.failure().evidence() + ")");
        System.out.println(reading.result().target() + " " + shown);
      }
    }
  }
}
