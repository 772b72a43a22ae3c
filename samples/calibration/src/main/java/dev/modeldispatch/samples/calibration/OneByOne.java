package dev.modeldispatch.samples.calibration;

import dev.modeldispatch.DispatchListener;
import dev.modeldispatch.Dispatcher;
import dev.modeldispatch.ModelResult;
import dev.modeldispatch.ModelTarget;
import dev.modeldispatch.Prompt;
import dev.modeldispatch.core.file.BatchManifest;
import dev.modeldispatch.core.file.FileDispatcher;
import dev.modeldispatch.core.usage.TokenTracking;
import dev.modeldispatch.core.usage.UsageLedger;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Each question is a signal of its own, so many at once; there is no manifest. */
final class OneByOne implements Transport {
  private static final ModelTarget AGENT = ModelTarget.of(FileDispatcher.PROVIDER, "agent");

  private final FileDispatcher files;
  private final Dispatcher counted;
  private final Gate gate;

  OneByOne(FileDispatcher files, UsageLedger ledger, int atOnce) {
    this.files = files;
    this.counted = TokenTracking.over(files, ledger);
    this.gate = new Gate(atOnce);
  }

  @Override
  public List<ModelResult> ask(BatchManifest.Phase phase, List<Ask> asks) {
    List<CompletableFuture<ModelResult>> running = new ArrayList<>();
    for (Ask ask : asks) {
      running.add(gate.enter(() -> start(ask)));
    }
    List<ModelResult> results = running.stream().map(CompletableFuture::join).toList();
    asks.forEach(ask -> files.markDone(ask.caseId()));
    return results;
  }

  private CompletableFuture<ModelResult> start(Ask ask) {
    Prompt prompt =
        Prompt.builder(ask.question())
            .label(FileDispatcher.CASE, ask.caseId())
            .label(FileDispatcher.STEP, ask.step())
            .build();
    return counted.dispatchAsync(AGENT, prompt, DispatchListener.none());
  }
}
