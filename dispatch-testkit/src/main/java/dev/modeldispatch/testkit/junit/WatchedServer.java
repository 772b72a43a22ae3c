package dev.modeldispatch.testkit.junit;

import dev.modeldispatch.Misuse;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;

/** A server with the checks that are made of it; tells each thing that it finds once. */
final class WatchedServer {
  private final Watched watched;
  private Checks checks; // guarded by this
  private final Set<String> told = new HashSet<>();

  WatchedServer(Watched watched, Checks checks) {
    this.watched = watched;
    this.checks = checks;
  }

  Object server() {
    return watched.server();
  }

  int promptRequests() {
    return watched.promptRequests();
  }

  synchronized void also(Checks more) {
    checks = checks.and(more);
  }

  void close() {
    watched.close();
  }

  /**
   * Makes those of these checks that are switched on, each after its wait. What they find counts,
   * and is told, only if it is still meant then.
   */
  List<Finding> make(Collection<Check> wanted, BooleanSupplier isMeant)
      throws InterruptedException {
    Checks now;
    synchronized (this) {
      now = checks;
    }
    Map<String, Finding> found = new LinkedHashMap<>();
    for (var check : wanted) {
      if (now.has(check)) {
        try {
          watched.before(check).within(now.patience());
        } catch (AssertionError late) {
          // What is there in its place is told below, by name.
        }
        there(check)
            .forEach((key, what) -> found.put(key, new Finding(check, watched.where(), what)));
      }
    }
    if (!isMeant.getAsBoolean()) {
      return List.of();
    }
    return found.entrySet().stream()
        .filter(f -> isNew(f.getKey()))
        .map(Map.Entry::getValue)
        .toList();
  }

  /** What is there, by a key that stays the same for as long as it is. */
  private Map<String, String> there(Check check) {
    Map<String, String> there = new LinkedHashMap<>();
    switch (check) {
      case UNMATCHED_REQUESTS -> {
        var all = watched.unmatched();
        IntStream.range(0, all.size())
            .forEach(i -> there.put("unmatched " + i, Misuse.quote(all.get(i))));
      }
      case RUNNING_CALLS -> {
        watched.running().forEach(call -> there.put("call " + call.number(), call.toString()));
        watched
            .runningSessions()
            .forEach(id -> there.put("prompt " + id, "the prompt of session " + id + " runs on"));
      }
      case OPEN_SESSIONS -> watched.sessions().forEach(id -> there.put("session " + id, id));
      case OPEN_CONNECTIONS -> {
        int open = watched.connections();
        if (open > 0) {
          there.put("connections", open + " open");
        }
      }
      case HIDDEN_SENDS -> {} // of all servers together: the scope compares them
    }
    return there;
  }

  private synchronized boolean isNew(String key) {
    return told.add(key);
  }
}
