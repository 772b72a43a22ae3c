package dev.modeldispatch.core.file;

import dev.modeldispatch.Batch;
import dev.modeldispatch.BatchDispatcher;
import dev.modeldispatch.BatchRequest;
import dev.modeldispatch.BatchResult;
import dev.modeldispatch.Misuse;
import dev.modeldispatch.ModelTarget;
import dev.modeldispatch.Prompt;
import dev.modeldispatch.core.usage.UsageLedger;
import java.time.Duration;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Asks many cases by files, batch by batch: each batch has a manifest and a briefing, and the next
 * one begins when it has ended. Thread-safe; lives as long as its {@link FileDispatcher}.
 *
 * <pre>{@code
 * var batches = BatchFileDispatcher.builder(files).batchSize(4).build();
 * BatchResult result = batches.dispatch(BatchManifest.Phase.TRIAGE, cases);
 * }</pre>
 *
 * <p>A slot's deadline starts when its answer is waited for. A request's {@code maxConcurrency}
 * bounds the batches, too, since a signal on disk is a dispatch that runs. After each batch {@code
 * token-report.json} tells what was used, and {@code budget-status.json} what is left of a token
 * budget.
 */
public final class BatchFileDispatcher implements BatchDispatcher {
  private final BatchSettings settings;

  BatchFileDispatcher(BatchSettings settings) {
    this.settings = settings;
  }

  /** Returns a builder of a batch dispatcher that asks through this one, with its ids. */
  public static BatchFileDispatcherBuilder builder(FileDispatcher files) {
    return new BatchFileDispatcherBuilder(files);
  }

  @Override
  public Batch start(BatchRequest request) {
    int most = request.maxConcurrency().orElse(Integer.MAX_VALUE);
    return new BatchRun(settings, BatchManifest.Phase.SINGLE, most).start(request, List.of());
  }

  /**
   * Starts these cases, whose prompt files the caller has written, and returns at once. The
   * answers' texts are the artifacts' data as JSON.
   */
  public Batch start(BatchManifest.Phase phase, List<FileCase> cases) {
    checkApart(cases);
    List<ModelTarget> targets = Collections.nCopies(cases.size(), FileDispatcher.AGENT);
    List<Prompt> prompts = cases.stream().map(FileDispatcher::standIn).toList();
    var request = BatchRequest.builder(targets, prompts).build();
    return new BatchRun(settings, phase, Integer.MAX_VALUE).start(request, cases);
  }

  /**
   * Asks these cases and waits for all results, in their order. No cases, no files: the result is
   * empty.
   */
  public BatchResult dispatch(BatchManifest.Phase phase, List<FileCase> cases) {
    return cases.isEmpty()
        ? BatchResult.of(List.of(), BatchResult.Status.COMPLETE, Duration.ZERO)
        : start(phase, cases).await();
  }

  private static void checkApart(List<FileCase> cases) {
    var problems = Misuse.check("cases");
    Set<String> seen = new HashSet<>();
    for (FileCase one : cases) {
      problems.unless(
          seen.add(Names.folded(one.caseId())),
          () -> "case " + Misuse.quote(one.caseId()) + " is there twice; name each case once");
    }
    problems.orThrow();
  }

  /** {@return how large each batch was made, and why, in order} */
  public List<SizeDecision> decisions() {
    return settings.sizer().decisions();
  }

  /** {@return what was used} */
  public UsageLedger usage() {
    return settings.ledger();
  }

  @Override
  public String toString() {
    return "BatchFileDispatcher[" + settings.files().folder() + "]";
  }
}
