package dev.modeldispatch.samples.benchmarks;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * What a slot of a batch costs by itself: big batches over a dispatcher that answers at once,
 * without a socket, in a warm JVM of their own.
 */
final class SlotsMeasurement implements Measurement {
  /**
   * How much is measured.
   *
   * @param slots slots of a batch
   * @param warmUp batches before, which do not count
   * @param blocks blocks of batches, each with a median of its own
   * @param batches batches in a block
   */
  record Sizes(int slots, int warmUp, int blocks, int batches) {
    static final Sizes FULL = new Sizes(1_000, 300, 5, 60);
  }

  private final Sizes sizes;

  SlotsMeasurement(Sizes sizes) {
    this.sizes = sizes;
  }

  @Override
  public String name() {
    return "slots";
  }

  @Override
  public String about() {
    return "time and allocation per slot of a batch of " + sizes.slots() + ", in process";
  }

  @Override
  public List<Figure> run(Consumer<String> progress) throws IOException, InterruptedException {
    List<Double> micros = new ArrayList<>();
    List<Double> bytes = new ArrayList<>();
    try (var client =
        ForkedJvm.start(
            SlotsClient.class, sizes.slots(), sizes.warmUp(), sizes.blocks(), sizes.batches())) {
      for (int block = 1; block <= sizes.blocks(); block++) {
        Message done = client.expect("block");
        micros.add(done.number("us_per_slot"));
        bytes.add(done.number("bytes_per_slot"));
        progress.accept(
            "block %d: %.2f us, %.0f bytes per slot"
                .formatted(block, done.number("us_per_slot"), done.number("bytes_per_slot")));
      }
    }
    String name = "slots" + sizes.slots();
    return List.of(
        figure(name + ".us_per_slot", micros, Bound.atMost(10)),
        figure(name + ".bytes_per_slot", bytes, Bound.atMost(3072)));
  }

  private static Figure figure(String name, List<Double> values, Bound bound) {
    Quantiles quantiles = Quantiles.of(values.stream().mapToDouble(Double::doubleValue).toArray());
    return new Figure(name, quantiles.median(), bound, "median; " + quantiles.quartiles());
  }
}
