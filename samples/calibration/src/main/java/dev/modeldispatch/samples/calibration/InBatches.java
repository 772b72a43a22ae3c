package dev.modeldispatch.samples.calibration;

import dev.modeldispatch.DispatchListener;
import dev.modeldispatch.Dispatcher;
import dev.modeldispatch.ModelResult;
import dev.modeldispatch.ModelTarget;
import dev.modeldispatch.Prompt;
import dev.modeldispatch.core.file.BatchFileDispatcher;
import dev.modeldispatch.core.file.BatchManifest;
import dev.modeldispatch.core.file.Briefing;
import dev.modeldispatch.core.file.FileCase;
import dev.modeldispatch.core.file.FileDispatcher;
import dev.modeldispatch.core.usage.UsageLedger;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/** So many questions are a batch, with a manifest and a briefing; one batch follows the other. */
final class InBatches implements Transport {
  private final FileDispatcher files;
  private final BatchFileDispatcher batches;

  InBatches(
      FileDispatcher files,
      UsageLedger ledger,
      Arguments arguments,
      Function<Briefing.Context, Briefing> briefing,
      Progress progress) {
    this.files = files;
    var gate = new Gate(arguments.atOnce());
    this.batches =
        BatchFileDispatcher.builder(files)
            .batchSize(arguments.batchSize())
            .ledger(ledger)
            .scenario(arguments.scenario())
            .briefing(briefing)
            .through(slots -> new Gated(slots, gate, progress))
            .build();
  }

  @Override
  public List<ModelResult> ask(BatchManifest.Phase phase, List<Ask> asks) throws IOException {
    List<FileCase> cases = new ArrayList<>();
    for (Ask ask : asks) {
      Path folder = Files.createDirectories(files.folder().resolve(ask.caseId()));
      Files.writeString(folder.resolve("prompt.md"), ask.question());
      cases.add(FileCase.of(ask.caseId(), ask.step(), Path.of(ask.caseId(), "prompt.md")));
    }
    return batches.dispatch(phase, cases).results();
  }

  /** Bounds how many slots wait at once, and tells how each ended before the next batch begins. */
  private record Gated(Dispatcher slots, Gate gate, Progress progress) implements Dispatcher {
    @Override
    public CompletableFuture<ModelResult> dispatchAsync(
        ModelTarget target, Prompt prompt, DispatchListener listener) {
      String caseId = prompt.labels().getOrDefault(FileDispatcher.CASE, "");
      String step = prompt.labels().getOrDefault(FileDispatcher.STEP, "");
      return gate.enter(
          () ->
              slots
                  .dispatchAsync(target, prompt, listener)
                  .whenComplete(
                      (how, thrown) -> {
                        if (how != null) {
                          progress.ended(caseId, step, how);
                        }
                      }));
    }
  }
}
