package dev.modeldispatch.samples.benchmarks;

import dev.modeldispatch.core.plan.Plan;
import dev.modeldispatch.core.plan.Task;
import dev.modeldispatch.core.plan.TaskGraph;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** The side of {@link PlanMeasurement} that plans, in a JVM of its own. */
final class PlanClient {
  private static final int WORKERS = 20;
  private static final int WARM_UP = 60_000;

  private PlanClient() {}

  /** Plans graphs; arguments: rounds of each, and their sizes. */
  public static void main(String[] args) {
    int rounds = Integer.parseInt(args[0]);
    List<List<Task>> graphs = new ArrayList<>();
    for (int i = 1; i < args.length; i++) {
      graphs.add(tasks(Integer.parseInt(args[i])));
    }
    // Every graph is planned before any counts, so that all are timed in the same warm code.
    for (List<Task> tasks : graphs) {
      for (int planned = 0; planned < WARM_UP; planned += tasks.size()) {
        millis(tasks);
      }
    }
    var parent = new Parent();
    for (List<Task> tasks : graphs) {
      double[] millis = new double[rounds];
      for (int i = 0; i < rounds; i++) {
        millis[i] = millis(tasks);
      }
      parent.say("planned", "ms", Quantiles.of(millis).median());
    }
  }

  /** Returns a graph of layers; each task but the first waits for five on average. */
  private static List<Task> tasks(int size) {
    var random = new Random(size);
    List<Task> tasks = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      var task = Task.builder("T%06d".formatted(i)).hours(1 + random.nextInt(8));
      for (int k = 0; k < 5 && i > 0; k++) {
        task.blockedBy("T%06d".formatted(Math.max(0, i - 1 - random.nextInt(500))));
      }
      tasks.add(task.phase("phase-" + i % 7).build());
    }
    return tasks;
  }

  private static double millis(List<Task> tasks) {
    long start = System.nanoTime();
    Plan plan = Plan.builder(TaskGraph.of(tasks)).workers(WORKERS).build();
    boolean isWhole =
        !plan.ready().isEmpty()
            && !plan.criticalPath().isEmpty()
            && plan.schedule().makespan().compareTo(plan.criticalTime()) >= 0;
    double millis = (System.nanoTime() - start) / 1e6;
    if (!isWhole) {
      throw new IllegalStateException(plan + ": not planned");
    }
    return millis;
  }
}
