package dev.modeldispatch.samples.benchmarks;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * How long planning takes, and how it grows with the graph: from tasks to ready tasks, critical
 * path and schedule, in a warm JVM of its own.
 */
final class PlanMeasurement implements Measurement {
  /**
   * How much is measured.
   *
   * @param tasks tasks of the graph whose time counts; each waits for five on average
   * @param smallest tasks of the smallest graph
   * @param largest tasks of the largest graph
   * @param rounds plans of each graph, of which the median counts
   */
  record Sizes(int tasks, int smallest, int largest, int rounds) {
    static final Sizes FULL = new Sizes(10_000, 1_000, 100_000, 5);
  }

  private final Sizes sizes;

  PlanMeasurement(Sizes sizes) {
    this.sizes = sizes;
  }

  @Override
  public String name() {
    return "plan";
  }

  @Override
  public String about() {
    return "from %,d tasks with %,d dependencies to a plan, and how that grows up to %,d tasks"
        .formatted(sizes.tasks(), 5 * sizes.tasks(), sizes.largest());
  }

  @Override
  public List<Figure> run(Consumer<String> progress) throws IOException, InterruptedException {
    List<Double> millis = new ArrayList<>();
    try (var client =
        ForkedJvm.start(
            PlanClient.class, sizes.rounds(), sizes.smallest(), sizes.tasks(), sizes.largest())) {
      for (int size : List.of(sizes.smallest(), sizes.tasks(), sizes.largest())) {
        Message done = client.expect("planned");
        millis.add(done.number("ms"));
        progress.accept("%,d tasks: %.2f ms".formatted(size, done.number("ms")));
      }
    }
    double growth = Math.log(millis.get(2) / millis.get(0));
    double exponent = growth / Math.log((double) sizes.largest() / sizes.smallest());
    String median = "median of " + sizes.rounds();
    return List.of(
        new Figure(
            "plan" + sizes.tasks() / 1_000 + "k.ms", millis.get(1), Bound.atMost(300), median),
        new Figure(
            "plan.exponent",
            exponent,
            Bound.atMost(1.2),
            "%,d to %,d tasks".formatted(sizes.smallest(), sizes.largest())));
  }
}
