package dev.modeldispatch.core.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntPredicate;

/** Where every task of a graph stands: computed from what it waits for, never read. */
final class Standing {
  /** Where a task stands. */
  enum Stage {
    DONE,
    RUNNING,
    READY,
    BLOCKED
  }

  /** What a blocked task waits for, be it by way of others. */
  private static final byte ON_READY = 1;

  private static final byte ON_RUNNING = 2;
  private static final byte ON_UNKNOWN = 4;

  private final Stage[] stages;
  private final byte[] waits;

  private Standing(int size) {
    this.stages = new Stage[size];
    this.waits = new byte[size];
  }

  static Standing of(TaskGraph graph) {
    var standing = new Standing(graph.size());
    for (int step = 0; step < graph.size(); step++) {
      int place = graph.ordered(step);
      standing.place(graph, place);
    }
    return standing;
  }

  private void place(TaskGraph graph, int place) {
    Task.Status status = graph.task(place).status();
    if (status.isDone()) {
      stages[place] = Stage.DONE;
      return;
    }
    if (status == Task.Status.IN_PROGRESS) {
      stages[place] = Stage.RUNNING;
      waits[place] = ON_RUNNING;
      return;
    }
    byte on = graph.unknown(place).isEmpty() ? 0 : ON_UNKNOWN;
    Links needs = graph.needs();
    for (int k = needs.from(place); k < needs.to(place); k++) {
      on |= waits[needs.end(k)];
    }
    stages[place] = on == 0 ? Stage.READY : Stage.BLOCKED;
    waits[place] = on == 0 ? ON_READY : on;
  }

  Stage stage(int place) {
    return stages[place];
  }

  boolean is(int place, Stage stage) {
    return stages[place] == stage;
  }

  /** Whether the task can never start, as it waits for an id that no task has. */
  boolean isStuck(int place) {
    return is(place, Stage.BLOCKED) && (waits[place] & ON_UNKNOWN) != 0;
  }

  /** Whether the task is blocked, and among what it waits for is a running one. */
  boolean waitsForRunning(int place) {
    return is(place, Stage.BLOCKED) && (waits[place] & ON_RUNNING) != 0;
  }

  /** Whether the task will take time: it is neither done nor stuck. */
  boolean isAhead(int place) {
    return !is(place, Stage.DONE) && !isStuck(place);
  }

  /** Whether the task is blocked and will start one day. */
  boolean isWaiting(int place) {
    return is(place, Stage.BLOCKED) && !isStuck(place);
  }

  List<Integer> places(Stage stage) {
    return places(place -> is(place, stage));
  }

  List<Integer> places(IntPredicate which) {
    var places = new ArrayList<Integer>();
    for (int place = 0; place < stages.length; place++) {
      if (which.test(place)) {
        places.add(place);
      }
    }
    return places;
  }
}
