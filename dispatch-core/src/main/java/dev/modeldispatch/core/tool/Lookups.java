package dev.modeldispatch.core.tool;

import dev.modeldispatch.Failure;
import dev.modeldispatch.ModelDirectory;
import dev.modeldispatch.ModelTarget;
import dev.modeldispatch.connector.ProviderStatus;
import dev.modeldispatch.core.report.SafeText;
import dev.modeldispatch.core.routing.Route;
import dev.modeldispatch.core.tool.ToolReply.Kind;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;

/** The two tools that look what can be asked. They wait on the callback threads, for seconds. */
final class Lookups {
  private static final String FAMILY = DispatchDoing.FAMILY;
  private static final int LONGEST = 50_000;

  private final Desk desk;

  Lookups(Desk desk) {
    this.desk = desk;
  }

  ModelTool listModels() {
    return new ModelTool(
        desk.options().name("list-models"),
        FAMILY,
        "List the connected providers with their models, and where each taskType goes. Use it"
            + " before a dispatch if you do not know which provider and model to name.",
        port(new ToolSchema().text("provider", "Only this provider.")),
        this::list);
  }

  ModelTool preflight() {
    return new ModelTool(
        desk.options().name("preflight"),
        FAMILY,
        "Tell for each model whether it can be asked, before any prompt is sent: ready, not ready"
            + " and why, or unknown, which asking will show.",
        port(new ToolSchema().targets("models", 1, "The models to look at.")).required("models"),
        this::check);
  }

  private static ToolSchema port(ToolSchema schema) {
    return schema.integer("port", 1, 65_535, "The opencode server's port. Default 4096.");
  }

  private void list(Arguments arguments, ToolCall call) {
    OptionalInt port = Asking.port(arguments);
    Optional<String> provider = arguments.text("provider");
    arguments.problems().orThrow();
    behind(call, port, directory -> listed(directory.models(), provider));
  }

  private void check(Arguments arguments, ToolCall call) {
    OptionalInt port = Asking.port(arguments);
    Optional<List<ModelTarget>> targets = TargetsArgument.read(arguments, 1, "at least 1 model");
    if (targets.isEmpty()) {
      arguments.problems().add("models is missing", "Name each as {provider, model}.");
    }
    arguments.problems().orThrow();
    behind(call, port, directory -> checked(directory.preflight(targets.orElseThrow())));
  }

  private void behind(ToolCall call, OptionalInt port, Looking looking) {
    ModelDirectory directory = desk.models(port).directory();
    desk.resources()
        .callbacks()
        .execute(() -> ModelTool.guarded(call, () -> call.end(reply(looking.look(directory)))));
  }

  /** Looks into a directory. */
  private interface Looking {
    String look(ModelDirectory directory);
  }

  private static ToolReply reply(String text) {
    String shown =
        text.length() <= LONGEST
            ? text
            : SafeText.start(text, LONGEST) + "\n[truncated from " + text.length() + " chars]";
    return new ToolReply(Kind.ANSWER, shown);
  }

  private String listed(List<ProviderStatus> told, Optional<String> only) {
    List<ProviderStatus> wanted =
        told.stream()
            .filter(status -> only.map(p -> p.equals(status.provider())).orElse(true))
            .toList();
    var out = new StringBuilder("=== list-models: ").append(wanted.size()).append(" providers ===");
    wanted.forEach(status -> out.append('\n').append(SafeText.shown(line(status))));
    if (wanted.isEmpty() && only.isPresent()) {
      String all = told.stream().map(ProviderStatus::provider).collect(Collectors.joining(", "));
      out.append("\nNo provider ").append(Words.quoted(only.get())).append(" is connected. ");
      out.append(SafeText.visible("Connected providers: " + all));
    }
    return out.append("\n\n=== taskType routes ===").append(routes()).toString();
  }

  private static String line(ProviderStatus status) {
    if (status.failure().isPresent()) {
      return status.provider() + ": no list. " + why(status.failure().get());
    }
    String models =
        status.models().stream()
            .map(ProviderStatus.Model::id)
            .map(id -> id.replace('\n', ' '))
            .collect(Collectors.joining(", "));
    return status.provider().replace('\n', ' ') + " (" + status.models().size() + "): " + models;
  }

  private String routes() {
    Map<String, List<Route>> byTarget =
        desk.routes().routes().stream()
            .collect(
                Collectors.groupingBy(
                    route -> route.target().toString(), LinkedHashMap::new, Collectors.toList()));
    return byTarget.entrySet().stream()
        .map(
            entry ->
                "\n"
                    + entry.getKey()
                    + ": "
                    + entry.getValue().stream()
                        .map(Route::taskType)
                        .collect(Collectors.joining(", ")))
        .collect(Collectors.joining());
  }

  private static String checked(List<ModelDirectory.Verdict> verdicts) {
    var out = new StringBuilder("=== preflight of ").append(verdicts.size()).append(" models ===");
    for (var verdict : verdicts) {
      String readiness = verdict.readiness().name().toLowerCase(Locale.ROOT).replace('_', ' ');
      String why = verdict.failure().map(failure -> ". " + why(failure)).orElse("");
      out.append('\n').append(SafeText.shown(verdict.target() + ": " + readiness + why));
    }
    return out.toString();
  }

  private static String why(Failure failure) {
    String hint = failure.hint().isEmpty() ? "" : " Hint: " + failure.hint();
    return failure.kind().code() + ": " + failure.message() + hint;
  }
}
