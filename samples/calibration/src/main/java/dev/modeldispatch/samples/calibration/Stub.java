package dev.modeldispatch.samples.calibration;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.modeldispatch.DispatchListener;
import dev.modeldispatch.Dispatcher;
import dev.modeldispatch.ModelResult;
import dev.modeldispatch.ModelTarget;
import dev.modeldispatch.Prompt;
import dev.modeldispatch.core.file.FileDispatcher;
import java.util.concurrent.CompletableFuture;

/**
 * Answers what a scenario says that should be found.
 *
 * @param scenario what it knows
 */
record Stub(Scenario scenario) implements Dispatcher {
  private static final ObjectMapper JSON = new ObjectMapper();

  @Override
  public CompletableFuture<ModelResult> dispatchAsync(
      ModelTarget target, Prompt prompt, DispatchListener listener) {
    String id = prompt.labels().getOrDefault(FileDispatcher.CASE, "");
    String step = prompt.labels().getOrDefault(FileDispatcher.STEP, "");
    return CompletableFuture.completedFuture(
        ModelResult.builder(target).answered(answer(id, step)));
  }

  /** Returns what it says of this step of this case. */
  String answer(String id, String step) {
    var failed = scenario.get(id);
    try {
      return JSON.writeValueAsString(
          step.equals(Triage.STEP) ? failed.triage() : scenario.cause(failed).orElseThrow());
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("records are JSON", e);
    }
  }
}
