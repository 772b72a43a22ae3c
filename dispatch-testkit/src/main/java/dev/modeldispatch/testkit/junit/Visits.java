package dev.modeldispatch.testkit.junit;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A test's time at the servers that it shares with others. */
final class Visits {
  private static final Set<Check> BETWEEN_TESTS =
      EnumSet.of(Check.UNMATCHED_REQUESTS, Check.RUNNING_CALLS);

  private final Map<Scope, Long> tickets = new LinkedHashMap<>();

  Visits(List<Scope> shared) {
    shared.forEach(scope -> tickets.put(scope, scope.enter()));
  }

  /** Whether another test ran at the same time at one of the servers. */
  boolean wereCrowded() {
    return tickets.entrySet().stream()
        .anyMatch(visit -> visit.getKey().wasCrowdedSince(visit.getValue()));
  }

  /** Ends them, and checks what nobody uses at the moment. */
  List<Finding> end() throws InterruptedException {
    List<Finding> found = new ArrayList<>();
    tickets.keySet().forEach(Scope::leave);
    for (var scope : tickets.keySet()) {
      found.addAll(scope.makeIfQuiet(BETWEEN_TESTS));
    }
    return found;
  }
}
