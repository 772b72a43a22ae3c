package dev.modeldispatch.core.workspace;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a clean-up has taken away, and what it has left.
 *
 * @param trees the ids of the tasks whose work trees are gone
 * @param branches the ids of the tasks whose branches are gone too
 * @param kept why other trees and branches of finished tasks are still there, by id
 */
public record Removed(List<String> trees, List<String> branches, Map<String, String> kept) {
  /** Copies the lists. */
  public Removed {
    trees = List.copyOf(trees);
    branches = List.copyOf(branches);
    kept = new TreeMap<>(kept);
  }
}
