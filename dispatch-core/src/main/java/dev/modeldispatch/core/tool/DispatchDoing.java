package dev.modeldispatch.core.tool;

import dev.modeldispatch.DispatchEvent;
import dev.modeldispatch.DispatchListener;
import dev.modeldispatch.FailureKind;
import dev.modeldispatch.ModelResult;
import dev.modeldispatch.ModelTarget;
import dev.modeldispatch.Prompt;
import dev.modeldispatch.Session;
import dev.modeldispatch.core.routing.Resolution;
import java.util.Optional;

/** Asks one model. */
final class DispatchDoing implements ModelTool.Doing {
  static final String FAMILY = "dispatch";

  private final Desk desk;

  DispatchDoing(Desk desk) {
    this.desk = desk;
  }

  static ModelTool tool(Desk desk) {
    String others = desk.options().name(BatchDoing.FAMILY);
    var schema =
        new ToolSchema()
            .text("prompt", "What is asked, with all that the model needs to know.")
            .text("provider", "The provider's id, for example anthropic; or give taskType.")
            .text("model", "The provider's model id; or give taskType.")
            .oneOf(
                "taskType",
                desk.routes().taskTypes(),
                "Picks provider and model by the kind of task; a given provider or model wins.")
            .text("sessionId", "Continues the conversation that an earlier reply named.")
            .flag(
                "cleanup",
                "Whether the conversation is removed afterwards."
                    + " Default true for a new one, false for a continued one.");
    Asking.describe(schema, desk.options()).required("prompt");
    return new ModelTool(
        FAMILY,
        FAMILY,
        "Send one prompt to one other AI model and get its answer back inline: a second opinion,"
            + " a review, research, a draft. Optional: all works without it, and it is no subagent."
            + " The model sees no files and nothing of this conversation, so put all it needs into"
            + " the prompt. Give provider and model, or a taskType that picks a suitable model."
            + " Trust local evidence first, then documentation, then a dispatch. Pass the sessionId"
            + " of an earlier reply to go on in its conversation. For several models at once use "
            + others
            + ".",
        schema,
        new DispatchDoing(desk));
  }

  @Override
  public void run(Arguments arguments, ToolCall call) {
    Asking asking = Asking.read(arguments);
    Optional<Resolution> resolution = resolution(arguments);
    Session session = session(arguments);
    arguments.problems().orThrow();
    Resolution to = resolution.orElseThrow();
    Prompt prompt =
        asking.prompt(desk.options()).session(session).fallbacks(to.fallbacks()).build();
    var text = new DispatchText(asking, to, desk.options());
    var dispatcher = desk.models(asking.port()).dispatcher();
    var future = dispatcher.dispatchAsync(to.target(), prompt, listener(call));
    call.onCancel(() -> future.cancel(true));
    var unused =
        future.whenComplete(
            (result, thrown) ->
                ModelTool.guarded(call, () -> end(call, text, Optional.ofNullable(result))));
  }

  private static void end(ToolCall call, DispatchText text, Optional<ModelResult> result) {
    if (result.isEmpty()) {
      call.fail(FailureKind.UNKNOWN, "the dispatcher gave no result", "Report it.");
      return;
    }
    call.settled(0, 1, Steps.words(result.get()));
    call.end(text.of(result.get()));
  }

  private static DispatchListener listener(ToolCall call) {
    if (!call.isHeard()) {
      return DispatchListener.none();
    }
    return new DispatchListener() {
      @Override
      public void onEvent(DispatchEvent event) {
        Steps.tell(call, 0, 1, event);
      }

      @Override
      public boolean wantsText() {
        return call.wantsText();
      }
    };
  }

  private Optional<Resolution> resolution(Arguments arguments) {
    Optional<String> provider = arguments.text("provider");
    Optional<String> model = arguments.text("model");
    Optional<String> taskType = arguments.text("taskType");
    if (taskType.filter(t -> !desk.routes().taskTypes().contains(t)).isPresent()) {
      arguments.problems().add("Unknown taskType: " + Words.quoted(taskType.get()), valid());
      return Optional.empty();
    }
    if (taskType.isEmpty() && (provider.isEmpty() || model.isEmpty())) {
      arguments
          .problems()
          .add("Either provide both 'provider' and 'model', or provide 'taskType'", valid());
      return Optional.empty();
    }
    boolean isId = provider.map(p -> isTarget(arguments, "provider", p, p + "/m")).orElse(true);
    boolean isModel = model.map(m -> isTarget(arguments, "model", m, "p/" + m)).orElse(true);
    return isId && isModel
        ? Optional.of(
            desk.routes().resolve(taskType.orElse(""), provider.orElse(""), model.orElse("")))
        : Optional.empty();
  }

  private static boolean isTarget(Arguments arguments, String name, String value, String asTarget) {
    try {
      ModelTarget.parse(asTarget);
      return true;
    } catch (IllegalArgumentException e) {
      arguments
          .problems()
          .add(
              name + " is no id: " + Words.quoted(value),
              "Ids have no blanks, for example openai and gpt-x.");
      return false;
    }
  }

  private String valid() {
    return "Valid values: " + String.join(", ", desk.routes().taskTypes());
  }

  private static Session session(Arguments arguments) {
    Optional<String> id = arguments.text("sessionId");
    Optional<Boolean> cleanup = arguments.flag("cleanup");
    if (id.isEmpty()) {
      return cleanup.orElse(true) ? Session.fresh() : Session.kept();
    }
    try {
      return cleanup.orElse(false)
          ? Session.continuedThenClosed(id.get())
          : Session.continued(id.get());
    } catch (IllegalArgumentException e) {
      arguments
          .problems()
          .add(
              "sessionId is none: " + Words.quoted(id.get()),
              "Pass the id of a reply's note 'Session preserved'.");
      return Session.fresh();
    }
  }
}
