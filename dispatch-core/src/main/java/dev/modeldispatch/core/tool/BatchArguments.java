package dev.modeldispatch.core.tool;

import dev.modeldispatch.BatchRequest;
import dev.modeldispatch.ModelTarget;
import java.util.List;
import java.util.Optional;

/**
 * What a batch is asked.
 *
 * @param asking what is asked of each
 * @param targets who is asked
 */
record BatchArguments(Asking asking, List<ModelTarget> targets) {
  private static final String TOO_FEW = "at least 2 models; use the dispatch tool for one";

  static ToolSchema describe(Desk desk) {
    var schema =
        new ToolSchema()
            .text("prompt", "What is asked, with all that the models need to know.")
            .targets("models", 2, "Who is asked, at least 2; duplicates are kept apart.");
    if (!desk.routes().patterns().isEmpty()) {
      schema.oneOf(
          "pattern",
          List.copyOf(desk.routes().patterns().keySet()),
          "A named list of models, in place of models.");
    }
    schema.oneOf(
        "taskType",
        desk.routes().taskTypes(),
        "Tells which one model suits a kind of task; ignored when models are given.");
    return Asking.describe(schema, desk.options()).required("prompt");
  }

  /**
   * Reads the arguments, or throws with all that is wrong. Empty: there is a task type and nobody
   * named, which is no error and no batch.
   */
  static Optional<BatchArguments> read(Arguments arguments, Desk desk) {
    Asking asking = Asking.read(arguments);
    Optional<List<ModelTarget>> models = TargetsArgument.read(arguments, 2, TOO_FEW);
    Optional<List<ModelTarget>> pattern = pattern(arguments, desk);
    Problems problems = arguments.problems();
    if (models.isPresent() && pattern.isPresent()) {
      problems.add("models and pattern are both given", "Give one of them.");
    }
    if (models.isEmpty() && pattern.isEmpty()) {
      Optional<String> taskType = arguments.text("taskType");
      if (taskType.filter(t -> desk.routes().taskTypes().contains(t)).isPresent()) {
        return Optional.empty();
      }
      nobody(problems, taskType, desk);
    }
    problems.orThrow();
    return Optional.of(new BatchArguments(asking, models.or(() -> pattern).orElseThrow()));
  }

  private static void nobody(Problems problems, Optional<String> taskType, Desk desk) {
    if (taskType.isPresent()) {
      problems.add(
          "Unknown taskType: " + Words.quoted(taskType.get()),
          "Valid values: " + String.join(", ", desk.routes().taskTypes()));
    } else {
      problems.add("models is missing: " + TOO_FEW, "Name each as {provider, model}.");
    }
  }

  private static Optional<List<ModelTarget>> pattern(Arguments arguments, Desk desk) {
    if (desk.routes().patterns().isEmpty()) {
      return Optional.empty(); // then the argument is unknown as such
    }
    Optional<String> name = arguments.text("pattern");
    List<ModelTarget> targets = desk.routes().patterns().get(name.orElse(""));
    if (name.isPresent() && targets == null) {
      arguments
          .problems()
          .add(
              "Unknown pattern: " + Words.quoted(name.get()),
              "Valid values: " + String.join(", ", desk.routes().patterns().keySet()));
      return Optional.of(List.of());
    }
    if (targets != null && targets.size() < 2) {
      arguments.problems().add("pattern has " + targets.size() + ": " + TOO_FEW, "");
    }
    return Optional.ofNullable(targets);
  }

  /** Returns a builder of the request. */
  BatchRequest.Builder request(ToolOptions options) {
    return BatchRequest.builder(targets, asking.prompt(options).build());
  }

  /** {@return the remarks on how it was asked} */
  List<String> mods(ToolOptions options) {
    return asking.mods(options);
  }
}
