package dev.modeldispatch.testkit;

import dev.modeldispatch.BatchRequest;
import dev.modeldispatch.BatchResult;
import dev.modeldispatch.ModelResult;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The results of a batch so far, and whether it has what it wants. Guarded by itself. */
final class BatchGate {
  private static final System.Logger LOG =
      System.getLogger("dev.modeldispatch.testkit.ScriptedBatch");

  /**
   * What a result changed.
   *
   * @param nowMet whether it met the condition
   * @param last whether it was the last one
   */
  record Told(boolean nowMet, boolean last) {}

  private final Predicate<ModelResult> condition;
  private final @Nullable ModelResult[] results;
  private boolean broken;
  private boolean met;
  private int ended;

  BatchGate(BatchRequest request) {
    results = new ModelResult[request.targets().size()];
    condition = request.completion().openGate(results.length);
  }

  synchronized Told tell(int place, ModelResult result) {
    results[place] = result;
    ended++;
    boolean nowMet = !met && isMetBy(result);
    met |= nowMet;
    return new Told(nowMet, ended == results.length);
  }

  private boolean isMetBy(ModelResult result) {
    try {
      return !broken && condition.test(result);
    } catch (RuntimeException e) {
      broken = true;
      LOG.log(
          System.Logger.Level.WARNING,
          "The batch''s condition threw {0}; it runs on as all().",
          e.getClass().getName());
      return false;
    }
  }

  /** The result of the whole; all have ended. */
  synchronized BatchResult result(Duration elapsed) {
    List<ModelResult> all =
        Arrays.stream(results).map(Objects::requireNonNull).map(ModelResult.class::cast).toList();
    boolean complete = broken ? all.stream().allMatch(ModelResult::isAnswered) : met;
    return BatchResult.of(
        all, complete ? BatchResult.Status.COMPLETE : BatchResult.Status.PARTIAL, elapsed);
  }
}
