package dev.modeldispatch;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * When a batch has what it wants; what is still running then is cancelled. Immutable.
 *
 * <p>A condition that can no longer be met does not end a batch: every target still gets its say.
 */
public final class Completion {
  private final String name;
  private final int needed;
  private final Function<Integer, Predicate<ModelResult>> gates;

  private Completion(String name, int needed, Function<Integer, Predicate<ModelResult>> gates) {
    this.name = name;
    this.needed = needed;
    this.gates = gates;
  }

  /** Returns the default: every target has answered. */
  public static Completion all() {
    return new Completion("all()", 1, Completion::countAnswers);
  }

  /** Returns the condition that one target has answered. */
  public static Completion firstAnswer() {
    return new Completion("firstAnswer()", 1, targets -> countAnswers(1));
  }

  /** Returns the condition that {@code k} targets have answered. */
  public static Completion answers(int k) {
    return new Completion(
        "answers(" + atLeastOne("answers", k) + ")", k, targets -> countAnswers(k));
  }

  /** Returns the condition that {@code k} different providers have answered. */
  public static Completion distinctProviders(int k) {
    return new Completion(
        "distinctProviders(" + atLeastOne("distinctProviders", k) + ")",
        k,
        targets -> {
          Set<String> providers = new HashSet<>();
          return result -> {
            if (result.isAnswered()) {
              providers.add(result.answeredBy().provider());
            }
            return providers.size() >= k;
          };
        });
  }

  /**
   * Returns the condition that the predicate is true of the results so far, in the order in which
   * they came. It is asked after each, serially. If it throws, a warning is logged and the batch
   * runs on as {@link #all()}.
   */
  public static Completion until(Predicate<? super List<ModelResult>> condition) {
    return new Completion(
        "until(..)",
        1,
        targets -> {
          List<ModelResult> soFar = new ArrayList<>();
          return result -> {
            soFar.add(result);
            return condition.test(List.copyOf(soFar));
          };
        });
  }

  /** {@return how many targets it takes at least} */
  public int needed() {
    return needed;
  }

  /**
   * Returns a new gate for a batch of this many targets: told each result once, serially, it says
   * whether the condition is met now. For those who write batch dispatchers.
   */
  public Predicate<ModelResult> openGate(int targets) {
    return gates.apply(targets);
  }

  private static Predicate<ModelResult> countAnswers(int wanted) {
    int[] answers = {0};
    return result -> {
      if (result.isAnswered()) {
        answers[0]++;
      }
      return answers[0] >= wanted;
    };
  }

  private static int atLeastOne(String name, int k) {
    Misuse.check("completion")
        .unless(k >= 1, () -> name + "(" + k + ") must be at least 1")
        .orThrow();
    return k;
  }

  @Override
  public String toString() {
    return name;
  }
}
