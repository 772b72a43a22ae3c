package dev.modeldispatch.core.plan;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/** Graphs of a seed: any shape without a cycle, any status, few different estimates. */
final class RandomGraph {
  private final Random random;

  RandomGraph(long seed) {
    this.random = new Random(seed);
  }

  /** Returns up to so many tasks; the names say nothing of who waits for whom. */
  List<Task> tasks(int most) {
    int size = 1 + random.nextInt(most);
    List<String> ids = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      ids.add("T-" + (char) ('A' + i));
    }
    Collections.shuffle(ids, random);
    double density = random.nextDouble() * 0.6;
    List<Task> tasks = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      var task = Task.builder(ids.get(i)).phase("p" + random.nextInt(2)).status(status());
      for (int j = 0; j < i; j++) {
        if (random.nextDouble() < density) {
          task.blockedBy(ids.get(j));
        }
      }
      if (random.nextInt(25) == 0) {
        task.blockedBy("T-unknown");
      }
      if (random.nextInt(8) > 0) {
        task.estimate(Duration.ofMinutes(30L * random.nextInt(8)));
      }
      tasks.add(task.build());
    }
    Collections.shuffle(tasks, random);
    return tasks;
  }

  private Task.Status status() {
    return switch (random.nextInt(10)) {
      case 0, 1 -> Task.Status.COMPLETED;
      case 2 -> Task.Status.CANCELLED;
      case 3 -> Task.Status.IN_PROGRESS;
      case 4 -> Task.Status.BLOCKED;
      case 5 -> Task.Status.READY;
      default -> Task.Status.PENDING;
    };
  }
}
