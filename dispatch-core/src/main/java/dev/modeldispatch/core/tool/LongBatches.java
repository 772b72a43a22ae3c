package dev.modeldispatch.core.tool;

import com.fasterxml.jackson.databind.JsonNode;
import dev.modeldispatch.Batch;
import dev.modeldispatch.FailureKind;
import dev.modeldispatch.core.tool.StartedBatches.Started;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Future;

/** The three tools for batches that take longer than a call may. */
final class LongBatches {
  private static final String FAMILY = BatchDoing.FAMILY;
  private static final int MAX_WAIT = 50;

  private final Desk desk;
  private final StartedBatches started;

  LongBatches(Desk desk, StartedBatches started) {
    this.desk = desk;
    this.started = started;
  }

  ModelTool start() {
    return new ModelTool(
        desk.options().name("batch-start"),
        FAMILY,
        "Start a "
            + desk.options().name(FAMILY)
            + " and return at once with a batchId, for answers that may take minutes: long"
            + " reviews, deep research. Takes the same arguments; a taskType alone only tells"
            + " which one model suits it. Ask for the result with "
            + name("batch-status")
            + ", call it off with "
            + name("batch-cancel")
            + ".",
        BatchArguments.describe(desk),
        this::start);
  }

  ModelTool status() {
    return new ModelTool(
        name("batch-status"),
        FAMILY,
        "Tell how a started batch gets on, or its whole report once all models have ended."
            + " waitSeconds waits for the end for so long, which is better than asking often.",
        new ToolSchema()
            .text("batchId", "The id that " + name("batch-start") + " returned.")
            .integer("waitSeconds", 0, MAX_WAIT, "How long to wait for the end. Default 0.")
            .required("batchId"),
        this::status);
  }

  ModelTool cancel() {
    return new ModelTool(
        name("batch-cancel"),
        FAMILY,
        "Call a started batch off and return the report of what is there, or call off one of its"
            + " models by its place and let the others go on.",
        new ToolSchema()
            .text("batchId", "The id that " + name("batch-start") + " returned.")
            .integer("slot", 1, 100, "The model's place in the batch, from 1. Default: all.")
            .required("batchId"),
        this::cancel);
  }

  private String name(String hyphened) {
    return desk.options().name(hyphened);
  }

  private void start(Arguments arguments, ToolCall call) {
    Optional<BatchArguments> asked = BatchArguments.read(arguments, desk);
    if (asked.isEmpty()) {
      call.end(BatchDoing.pointer(arguments, desk));
      return;
    }
    Optional<String> id = started.reserve();
    if (id.isEmpty()) {
      call.fail(
          FailureKind.OVERLOADED_LOCALLY,
          desk.options().maxBatches() + " batches run already",
          "Wait for one with " + name("batch-status") + ", or end one: " + ids());
      return;
    }
    call.end(begin(id.get(), asked.get()));
  }

  private ToolReply begin(String id, BatchArguments asked) {
    try {
      var request = asked.request(desk.options()).build();
      Batch batch = desk.models(asked.asking().port()).batch().start(request);
      started.put(Started.of(id, batch, asked.mods(desk.options())));
    } catch (RuntimeException e) {
      started.drop(id); // the place is free again, and the caller is told
      throw e;
    }
    return Words.info(
        FAMILY,
        "Batch "
            + id
            + " asks "
            + asked.targets().size()
            + " models. Call "
            + name("batch-status")
            + " with batchId '"
            + id
            + "' for the answers.");
  }

  private void status(Arguments arguments, ToolCall call) {
    OptionalInt wait = arguments.integer("waitSeconds", 0, MAX_WAIT);
    Started batch = find(arguments);
    arguments.problems().orThrow();
    if (batch.isOver() || wait.orElse(0) == 0) {
      call.end(state(batch));
      return;
    }
    Duration limit = Duration.ofSeconds(wait.getAsInt());
    Future<?> timer =
        desk.resources()
            .after(limit, () -> desk.resources().callbacks().execute(() -> tell(batch, call)));
    var unused =
        batch
            .result()
            .whenComplete(
                (result, thrown) -> {
                  timer.cancel(false);
                  tell(batch, call);
                });
  }

  private void tell(Started batch, ToolCall call) {
    ModelTool.guarded(call, () -> call.end(state(batch)));
  }

  private void cancel(Arguments arguments, ToolCall call) {
    OptionalInt slot = arguments.integer("slot", 1, 100);
    Started batch = find(arguments);
    if (slot.isPresent() && slot.getAsInt() > batch.slots().size()) {
      arguments.problems().add("slot must be an integer between 1 and " + batch.slots().size(), "");
    }
    arguments.problems().orThrow();
    if (slot.isPresent()) {
      batch.batch().cancel(slot.getAsInt() - 1);
      call.end(state(batch));
      return;
    }
    batch.batch().cancel();
    var unused = batch.result().whenComplete((result, thrown) -> tell(batch, call));
  }

  /** Returns the report, or how far it is. */
  private ToolReply state(Started batch) {
    if (batch.isOver()) {
      return BatchDoing.report(batch.result().join(), batch.mods());
    }
    return Words.info(
        FAMILY,
        "Batch "
            + batch.id()
            + " runs: "
            + batch.ended()
            + " of "
            + batch.slots().size()
            + " models have ended."
            + batch.states());
  }

  private Started find(Arguments arguments) {
    Optional<String> id = arguments.text("batchId");
    Optional<Started> found = id.flatMap(started::find);
    if (found.isEmpty()) {
      boolean isText = arguments.value("batchId").map(JsonNode::isTextual).orElse(true);
      if (isText) {
        arguments
            .problems()
            .add(
                id.map(i -> "No batch " + Words.quoted(i)).orElse("batchId is missing"),
                "Known batches: " + ids() + ".");
      }
      arguments.problems().orThrow();
    }
    return found.orElseThrow();
  }

  private String ids() {
    var ids = started.ids();
    return ids.isEmpty() ? "none" : String.join(", ", ids);
  }
}
