package dev.modeldispatch.samples.recipes;

import dev.modeldispatch.core.ModelDispatch;
import dev.modeldispatch.core.answer.Answers;
import dev.modeldispatch.core.tool.ModelTool;
import dev.modeldispatch.core.tool.ModelTools;
import dev.modeldispatch.testkit.server.FakeModelServer;
import java.util.stream.Collectors;

/**
 * Gives the tools to an agent: a loop that tells a model which tools there are, calls the one that
 * it picks, and tells it the reply, until it answers. A framework's own loop needs the same four
 * things: name, description, schema, call.
 */
public final class GiveToolsToAnAgent {
  private static final int MOST_STEPS = 5;

  private GiveToolsToAnAgent() {}

  /**
   * What the agent does next.
   *
   * @param tool the tool that it calls; empty if it is done
   * @param text the tool's arguments as JSON, or the agent's answer
   */
  record Step(String tool, String text) {}

  /** Runs the recipe. */
  public static void main(String[] args) {
    try (var server = FakeModelServer.start();
        var models = ModelDispatch.builder().openaiCompatible("local", server.baseUri()).build()) {
      server.model("careful").answers("The limit is off by one.");
      server.model("quick").answers("Looks fine.");
      server
          .model("agent")
          .answers(step("batch-dispatch", "{'promt':'Review: i <= n'}"))
          .then()
          .answers(
              step(
                  "batch-dispatch",
                  "{'prompt':'Review: i <= n','models':[{'provider':'local','model':'careful'},"
                      + "{'provider':'local','model':'quick'}]}"))
          .then()
          .answers(step("", "One of two reviewers found an error: the limit is off by one."));

      System.out.println(run(models, models.tools(), "Have this reviewed by two models: i <= n"));
    }
  }

  private static String run(ModelDispatch models, ModelTools tools, String task) {
    var steps = Answers.of(Step.class);
    String offered =
        tools.all().stream()
            .map(tool -> tool.name() + ": " + tool.description() + "\n" + tool.schema())
            .collect(Collectors.joining("\n"));
    var said = new StringBuilder(offered).append("\n\nTask: ").append(task);
    for (int i = 0; i < MOST_STEPS; i++) {
      Step step = models.ask("local/agent", steps, said.toString());
      if (step.tool().isEmpty()) {
        return step.text();
      }
      ModelTool tool = tools.named(step.tool());
      String reply = tool.call(step.text());
      System.out.println(reply + "\n");
      said.append("\n\n").append(tool.name()).append(" says:\n").append(reply);
    }
    return "no answer after " + MOST_STEPS + " steps";
  }

  /** What a real agent writes by itself. */
  private static String step(String tool, String text) {
    String json = text.replace("'", "\\\"");
    return "{\"tool\":\"" + tool + "\",\"text\":\"" + json + "\"}";
  }
}
