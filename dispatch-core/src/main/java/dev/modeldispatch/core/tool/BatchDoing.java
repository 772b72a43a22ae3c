package dev.modeldispatch.core.tool;

import dev.modeldispatch.Batch;
import dev.modeldispatch.BatchRequest;
import dev.modeldispatch.BatchResult;
import dev.modeldispatch.DispatchEvent;
import dev.modeldispatch.FailureKind;
import dev.modeldispatch.core.report.ComparisonReport;
import dev.modeldispatch.core.routing.Route;
import java.util.List;
import java.util.Optional;

/** Asks several models at once, and sets their answers side by side. */
final class BatchDoing implements ModelTool.Doing {
  static final String FAMILY = "batch-dispatch";

  private final Desk desk;

  BatchDoing(Desk desk) {
    this.desk = desk;
  }

  static ModelTool tool(Desk desk) {
    return new ModelTool(
        desk.options().name(FAMILY),
        FAMILY,
        "Send the same prompt to two or more AI models in parallel and get all answers back side"
            + " by side, in order, with who failed and why: to compare opinions, reviews or"
            + " designs. Optional: all works without it. The models see no files and nothing of"
            + " this conversation, so put all they need into the prompt. Give models as an array"
            + " of {provider, model}; a taskType alone only tells which one model suits it. One"
            + " model's failure changes nothing for the others. For one model use dispatch; for"
            + " answers that take minutes use "
            + desk.options().name("batch-start")
            + ".",
        BatchArguments.describe(desk),
        new BatchDoing(desk));
  }

  @Override
  public void run(Arguments arguments, ToolCall call) {
    Optional<BatchArguments> batch = BatchArguments.read(arguments, desk);
    if (batch.isEmpty()) {
      call.end(pointer(arguments, desk));
      return;
    }
    ask(batch.get(), call);
  }

  /** Says who is meant, and which tool asks one. */
  static ToolReply pointer(Arguments arguments, Desk desk) {
    Route route = desk.routes().route(arguments.text("taskType").orElseThrow());
    return Words.info(
        FAMILY,
        "taskType '"
            + route.taskType()
            + "' resolves to one model, "
            + route.target()
            + ". Use the dispatch tool with this taskType to ask it, or give models, at least 2,"
            + " to compare.");
  }

  private void ask(BatchArguments asked, ToolCall call) {
    BatchRequest.Builder request = asked.request(desk.options());
    int total = asked.targets().size();
    if (call.isHeard()) {
      request.listener(new Listening(call, total));
    }
    Batch batch = desk.models(asked.asking().port()).batch().start(request.build());
    call.onCancel(batch::cancel);
    var mods = asked.mods(desk.options());
    var unused =
        batch
            .result()
            .whenComplete(
                (result, thrown) ->
                    ModelTool.guarded(call, () -> end(call, Optional.ofNullable(result), mods)));
  }

  private static void end(ToolCall call, Optional<BatchResult> result, List<String> mods) {
    if (result.isEmpty()) {
      call.fail(FailureKind.UNKNOWN, "the batch gave no result", "Report it.");
      return;
    }
    var results = result.get().results();
    for (int slot = 0; slot < results.size(); slot++) {
      call.settled(slot, results.size(), Steps.words(results.get(slot)));
    }
    call.end(report(result.get(), mods));
  }

  /** Returns the report; one without any answer is an error. */
  static ToolReply report(BatchResult result, List<String> mods) {
    boolean none = result.answers().isEmpty();
    // The tools' summary ends with the wall time; who is missing is told by the sections.
    var ended = BatchResult.of(result.results(), BatchResult.Status.COMPLETE, result.elapsed());
    return new ToolReply(
        none ? ToolReply.Kind.ERROR : ToolReply.Kind.ANSWER, ComparisonReport.text(ended, mods));
  }

  /** Passes a batch's events on. */
  private record Listening(ToolCall call, int total) implements BatchRequest.Listener {
    @Override
    public void onEvent(int slot, DispatchEvent event) {
      Steps.tell(call, slot, total, event);
    }

    @Override
    public boolean wantsText() {
      return call.wantsText();
    }
  }
}
