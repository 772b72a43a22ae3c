package dev.modeldispatch;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Who is asked next if a target fails, in order, and by what the target failed. Immutable.
 *
 * <p>A prompt that is too long wants a model with a larger context, and one that was filtered wants
 * a model with other rules, so these two causes can have chains of their own; every other failure,
 * and a cause without a chain, goes by the general one. A target is asked once per dispatch, and at
 * most five besides the first are.
 */
public final class Fallbacks {
  /** How many targets one chain names, and how many a dispatch goes through, at most. */
  public static final int MAX = 5;

  private static final Set<FailureKind> CAUSES =
      Set.of(FailureKind.CONTEXT_OVERFLOW, FailureKind.CONTENT_FILTERED);
  private static final Fallbacks NONE = new Fallbacks(List.of(), Map.of());

  private final List<ModelTarget> general;
  private final Map<FailureKind, List<ModelTarget>> byCause;

  private Fallbacks(List<ModelTarget> general, Map<FailureKind, List<ModelTarget>> byCause) {
    this.general = general;
    this.byCause = byCause;
  }

  /** {@return nobody} */
  public static Fallbacks none() {
    return NONE;
  }

  /** Returns the general chain of these targets. */
  public static Fallbacks of(List<ModelTarget> chain) {
    return chain.isEmpty() ? NONE : new Fallbacks(checked("fallbacks", chain), Map.of());
  }

  /** Returns the general chain of these targets, each {@code provider/model}. */
  public static Fallbacks of(String... chain) {
    return of(ModelTarget.list(chain));
  }

  /** Returns these fallbacks with a chain of its own for one cause. */
  public Fallbacks on(FailureKind cause, List<ModelTarget> chain) {
    Misuse.check("fallbacks")
        .unless(
            CAUSES.contains(cause),
            () ->
                cause.code()
                    + " has no chain of its own; context_overflow and content_filtered can have"
                    + " one, all else goes by the general one")
        .orThrow();
    Map<FailureKind, List<ModelTarget>> causes = new EnumMap<>(FailureKind.class);
    causes.putAll(byCause);
    causes.put(cause, checked("fallbacks after " + cause.code(), chain));
    return new Fallbacks(general, Map.copyOf(causes));
  }

  /** Returns these fallbacks with a chain of its own, of {@code provider/model}, for one cause. */
  public Fallbacks on(FailureKind cause, String... chain) {
    return on(cause, ModelTarget.list(chain));
  }

  private static List<ModelTarget> checked(String subject, List<ModelTarget> chain) {
    var problems = Misuse.check(subject);
    problems
        .unless(!chain.isEmpty(), () -> "no targets; name at least one")
        .unless(chain.size() <= MAX, () -> chain.size() + " are too many; name at most " + MAX);
    chain.stream()
        .distinct()
        .filter(target -> chain.indexOf(target) != chain.lastIndexOf(target))
        .forEach(target -> problems.add(target + " is there twice; name it once"));
    problems.orThrow();
    return List.copyOf(chain);
  }

  /** {@return the general chain} */
  public List<ModelTarget> general() {
    return general;
  }

  /** Returns who is asked next after a failure of this kind. */
  public List<ModelTarget> after(FailureKind cause) {
    return byCause.getOrDefault(cause, general);
  }

  /** {@return whether there is nobody, whatever the cause} */
  public boolean isEmpty() {
    return general.isEmpty() && byCause.isEmpty();
  }

  /** {@return whether the target stands in one of the chains} */
  public boolean names(ModelTarget target) {
    return Stream.concat(Stream.of(general), byCause.values().stream())
        .anyMatch(chain -> chain.contains(target));
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Fallbacks f && general.equals(f.general) && byCause.equals(f.byCause);
  }

  @Override
  public int hashCode() {
    return 31 * general.hashCode() + byCause.hashCode();
  }

  /** {@return the chains} */
  @Override
  public String toString() {
    var causes = new TreeMap<>(byCause);
    return general
        + causes.entrySet().stream()
            .map(e -> ", " + e.getKey().code() + ": " + e.getValue())
            .collect(Collectors.joining());
  }
}
