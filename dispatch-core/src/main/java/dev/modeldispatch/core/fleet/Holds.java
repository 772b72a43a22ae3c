package dev.modeldispatch.core.fleet;

import dev.modeldispatch.core.fleet.OrderChecks.Checked;
import dev.modeldispatch.core.fleet.SessionServer.Place;
import dev.modeldispatch.core.plan.Scopes;
import dev.modeldispatch.core.workspace.Boundary;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Which orders have their files to themselves at the moment. Thread-safe: looking and taking are
 * one step, so of two that want the same files at once only one gets them.
 */
final class Holds {
  private final Set<Checked> held = new LinkedHashSet<>();

  /**
   * Takes the files of all orders, if each of them is free; else says what is not, and takes none.
   */
  synchronized List<String> take(List<Checked> orders) {
    List<String> problems = new ArrayList<>();
    List<Checked> others = new ArrayList<>(held);
    for (Checked order : orders) {
      others.remove(order);
      others.forEach(other -> overlap(other, order).ifPresent(problems::add));
      others.add(order);
    }
    if (problems.isEmpty()) {
      held.addAll(orders);
    }
    return problems;
  }

  /** Gives the files of an order back. */
  synchronized void release(Checked order) {
    held.remove(order);
  }

  private static Optional<String> overlap(Checked one, Checked other) {
    Place place = one.place().orElseThrow();
    if (!place.id().equals(other.place().orElseThrow().id())) {
      return Optional.empty();
    }
    String both = one.name() + " and " + other.name();
    for (Checked each : List.of(one, other)) {
      if (each.order().boundary().writes().isEmpty()) {
        return Optional.of(
            both
                + ": nobody knows which files "
                + each.name()
                + " writes; give it a boundary, or a workspace of its own");
      }
    }
    Scopes scopes =
        place.folder().map(Boundary::scopesIn).orElseGet(() -> Scopes.exact().ignoringCase());
    List<String> files = scopes.overlap(one.order().boundary(), other.order().boundary());
    return files.isEmpty()
        ? Optional.empty()
        : Optional.of(
            both
                + " may both write "
                + String.join(", ", files)
                + "; give them disjoint files, a work tree each, or one after the other");
  }
}
