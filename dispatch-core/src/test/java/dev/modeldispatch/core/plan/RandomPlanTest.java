package dev.modeldispatch.core.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Plans of random graphs against a second, slow implementation. */
class RandomPlanTest {
  private static final int GRAPHS = Integer.getInteger("dispatch.plan.seeds", 300);
  private static final String PHASE = "p1";

  @Test
  void readyTasksAndTheirOrderAreThoseOfTheSlowPlan() {
    for (int seed = 0; seed < GRAPHS; seed++) {
      List<Task> tasks = new RandomGraph(seed).tasks(9);
      var slow = new SlowPlan(tasks, PHASE);

      Plan plan = plan(tasks, 1 + seed % 4);

      assertThat(ids(plan.ready()))
          .as("seed %d", seed)
          .isEqualTo(slow.order(slow.ready(), new TreeSet<>(), slow.critical()));
      int free = Math.max(0, 1 + seed % 4 - slow.ids(Task.Status.IN_PROGRESS).size());
      assertThat(plan.selected()).as("seed %d", seed).isEqualTo(first(plan.ready(), free));
      for (Task task : tasks) {
        assertThat(new TreeSet<>(plan.waitsForInAll(task.id())))
            .as("seed %d, %s", seed, task)
            .isEqualTo(new TreeSet<>(slow.all(task.id())));
      }
    }
  }

  @Test
  void criticalPathIsTheLongestOfAllWays() {
    for (int seed = 0; seed < GRAPHS; seed++) {
      List<Task> tasks = new RandomGraph(seed).tasks(9);
      var slow = new SlowPlan(tasks, PHASE);

      Plan plan = plan(tasks, 2);

      List<String> path = ids(plan.criticalPath());
      assertThat(plan.criticalTime()).as("seed %d", seed).hasMillis(slow.longest());
      assertThat(slow.length(path)).as("seed %d", seed).isEqualTo(slow.longest());
      assertThat(path.isEmpty() || slow.ways().contains(path)).as("seed %d", seed).isTrue();
      var critical = slow.critical();
      for (Task task : tasks) {
        assertThat(plan.isCritical(task.id()))
            .as("seed %d, %s", seed, task)
            .isEqualTo(critical.contains(task.id()));
      }
    }
  }

  @Test
  void scheduleIsThatOfTheSlowPlanAndKeepsTheKnownBounds() {
    for (int seed = 0; seed < GRAPHS; seed++) {
      List<Task> tasks = new RandomGraph(seed).tasks(9);
      var slow = new SlowPlan(tasks, PHASE);
      int workers = 1 + seed % 4;

      Schedule schedule = plan(tasks, workers).schedule();

      Map<String, Long> starts = new TreeMap<>();
      schedule.entries().forEach(e -> starts.put(e.task().id(), e.start().toMillis()));
      assertThat(starts).as("seed %d", seed).isEqualTo(slow.starts(workers));
      assertNobodyDoesTwoThings(seed, schedule);
      long makespan = schedule.makespan().toMillis();
      long work = starts.keySet().stream().mapToLong(slow::millis).sum();
      assertThat(makespan).as("seed %d", seed).isBetween(slow.longest(), work);
      int running = slow.ids(Task.Status.IN_PROGRESS).size();
      if (running <= workers) {
        long most = work / workers + slow.longest() * (workers - 1) / workers;
        assertThat(makespan).as("seed %d", seed).isBetween(work / workers, most + 1);
      }
    }
  }

  @Test
  void withoutALimitTheScheduleIsAsLongAsTheCriticalPath() {
    for (int seed = 0; seed < GRAPHS; seed++) {
      Plan plan = Plan.of(TaskGraph.of(new RandomGraph(seed).tasks(12)));

      assertThat(plan.schedule().makespan()).as("seed %d", seed).isEqualTo(plan.criticalTime());
    }
  }

  private static void assertNobodyDoesTwoThings(int seed, Schedule schedule) {
    Map<Integer, Duration> free = new HashMap<>();
    for (Schedule.Entry entry : schedule.entries()) {
      Duration since = free.getOrDefault(entry.worker(), Duration.ZERO);
      assertThat(entry.start()).as("seed %d, %s", seed, entry).isGreaterThanOrEqualTo(since);
      free.put(entry.worker(), entry.end());
    }
  }

  private static Plan plan(List<Task> tasks, int workers) {
    return Plan.builder(TaskGraph.of(tasks)).currentPhase(PHASE).workers(workers).build();
  }

  private static List<Task> first(List<Task> tasks, int count) {
    return tasks.subList(0, Math.min(count, tasks.size()));
  }

  private static List<String> ids(List<Task> tasks) {
    return tasks.stream().map(Task::id).toList();
  }
}
