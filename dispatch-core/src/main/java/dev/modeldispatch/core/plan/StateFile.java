package dev.modeldispatch.core.plan;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;

/** What {@code state.json} says; what it does not say is empty. */
record StateFile(String phase, Optional<List<String>> active, Optional<Project.Batch> batch) {
  static StateFile of(JsonNode json, Findings findings) {
    var state = new Fields(findings, ProjectFiles.STATE, "", json);
    return new StateFile(
        state.text("current_phase"),
        state.has("active_tasks") ? Optional.of(state.ids("active_tasks")) : Optional.empty(),
        state.has("dispatch_batch")
            ? Optional.of(batch(state.object("dispatch_batch"), findings))
            : Optional.empty());
  }

  private static Project.Batch batch(Fields batch, Findings findings) {
    String id = batch.text("id");
    findings.isSafe(ProjectFiles.STATE, "dispatch_batch.id", id);
    return new Project.Batch(id, batch.ids("tasks"));
  }
}
