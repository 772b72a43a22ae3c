package dev.modeldispatch.testkit.junit;

import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;

/**
 * Which checks are made, and how long each waits for what ends by itself.
 *
 * @param with those besides the usual ones
 * @param without those that are not; they win
 * @param patience the wait
 */
record Checks(Set<Check> with, Set<Check> without, Duration patience) {
  /** Enough for a client that closes its sockets in the background, on a busy machine. */
  static final Duration PATIENCE = Duration.ofSeconds(5);

  static Checks of(ModelServer wanted) {
    return new Checks(Set.of(wanted.with()), Set.of(wanted.without()), PATIENCE);
  }

  Checks and(Checks other) {
    return new Checks(union(with, other.with), union(without, other.without), patience);
  }

  boolean has(Check check) {
    return (check.isUsual() || with.contains(check)) && !without.contains(check);
  }

  private static Set<Check> union(Set<Check> one, Set<Check> two) {
    var both = EnumSet.noneOf(Check.class);
    both.addAll(one);
    both.addAll(two);
    return both;
  }
}
