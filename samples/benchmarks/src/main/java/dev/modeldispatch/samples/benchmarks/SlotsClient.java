package dev.modeldispatch.samples.benchmarks;

import dev.modeldispatch.BatchDispatcher;
import dev.modeldispatch.BatchResult;
import dev.modeldispatch.ModelTarget;
import dev.modeldispatch.Prompt;
import dev.modeldispatch.core.ModelDispatch;
import dev.modeldispatch.testkit.ScriptedDispatcher;
import java.net.URI;
import java.util.List;
import java.util.stream.IntStream;

/** The side of {@link SlotsMeasurement} that runs the batches, in a JVM of its own. */
final class SlotsClient {
  private static final Prompt PROMPT = Prompt.of("Why is the sky blue?");

  private final BatchDispatcher batches;
  private final List<ModelTarget> targets;

  private SlotsClient(BatchDispatcher batches, List<ModelTarget> targets) {
    this.batches = batches;
    this.targets = targets;
  }

  /** Measures blocks; arguments: slots, batches to warm up, blocks, batches in a block. */
  public static void main(String[] args) {
    int slots = Integer.parseInt(args[0]);
    int perBlock = Integer.parseInt(args[3]);
    var dispatcher = new ScriptedDispatcher();
    dispatcher.others().answers("Because air scatters blue light most.");
    // The connector is never asked: the batch goes over the scripted dispatcher.
    var models =
        ModelDispatch.builder()
            .openaiCompatible("unasked", URI.create("http://127.0.0.1:1/v1"))
            .build();
    var client = new SlotsClient(models.batchOver(dispatcher), targets(slots));
    client.microsPerSlot(Integer.parseInt(args[1]));
    var parent = new Parent();
    for (int block = 0; block < Integer.parseInt(args[2]); block++) {
      long before = Allocation.ofAllThreads();
      double micros = client.microsPerSlot(perBlock);
      double bytes = Allocation.ofAllThreads() - before;
      parent.say("block", "us_per_slot", micros, "bytes_per_slot", bytes / slots / perBlock);
    }
    models.close();
  }

  private static List<ModelTarget> targets(int slots) {
    return IntStream.range(0, slots).mapToObj(n -> ModelTarget.of("scripted", "m" + n)).toList();
  }

  /** Runs batches one after the other and returns the median. */
  private double microsPerSlot(int count) {
    double[] micros = new double[count];
    for (int i = 0; i < count; i++) {
      long start = System.nanoTime();
      BatchResult result = batches.dispatch(targets, PROMPT);
      micros[i] = (System.nanoTime() - start) / 1e3 / targets.size();
      if (result.answers().size() != targets.size()) {
        throw new IllegalStateException(result + ": not all slots were answered");
      }
    }
    return Quantiles.of(micros).median();
  }
}
