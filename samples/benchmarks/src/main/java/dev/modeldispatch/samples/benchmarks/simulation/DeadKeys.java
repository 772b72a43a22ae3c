package dev.modeldispatch.samples.benchmarks.simulation;

import dev.modeldispatch.Attempt;
import dev.modeldispatch.FailureKind;
import dev.modeldispatch.ModelResult;
import java.time.Duration;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Which providers' keys were known to be refused, and when. Known once a run is over. */
final class DeadKeys {
  private static final long KEPT = Duration.ofMinutes(1).toNanos();
  private static final Set<FailureKind> DEADLY =
      EnumSet.of(
          FailureKind.AUTH_MISSING,
          FailureKind.AUTH_REJECTED,
          FailureKind.QUOTA_EXHAUSTED,
          FailureKind.PROVIDER_NOT_CONNECTED);

  private final Map<String, TreeMap<Long, Set<Word>>> told = new HashMap<>();

  private enum Word {
    DEAD,
    ALIVE
  }

  /** Whether it is known; what happens at the same instant may be heard of in any order. */
  enum Known {
    DEAD,
    ALIVE,
    EITHER
  }

  DeadKeys(List<Asked> all) {
    for (Asked asked : all) {
      asked.result().ifPresent(how -> add(asked, how));
      asked.exchanges().stream()
          .filter(x -> x.answerGiven().isPresent() && x.meetsSchema())
          .forEach(x -> add(asked, x));
    }
  }

  private void add(Asked asked, Exchange answered) {
    String provider = answered.target().provider();
    tell(provider, answered.overAt(), Word.ALIVE);
    if (asked.result().filter(ModelResult::isAnswered).isEmpty()) {
      tell(provider, answered.overAt(), Word.DEAD); // called off meanwhile: it counted, or not
    }
  }

  private void add(Asked asked, ModelResult how) {
    for (Attempt attempt : how.attempts()) {
      if (attempt.failure().filter(f -> DEADLY.contains(f.kind())).isPresent()) {
        tell(attempt.target().provider(), asked.endOf(attempt, how), Word.DEAD);
      }
    }
  }

  private void tell(String provider, long at, Word word) {
    told.computeIfAbsent(provider, p -> new TreeMap<>())
        .computeIfAbsent(at, t -> EnumSet.noneOf(Word.class))
        .add(word);
  }

  /** Returns what is known of a provider when this attempt failed there, or elsewhere. */
  Known of(String provider, long at, Attempt failed) {
    TreeMap<Long, Set<Word>> words = told.get(provider);
    if (words == null) {
      return Known.ALIVE;
    }
    Set<Word> now = words.getOrDefault(at, Set.of());
    boolean own =
        failed.target().provider().equals(provider)
            && failed.failure().filter(f -> DEADLY.contains(f.kind())).isPresent();
    if (!now.isEmpty()) {
      return own && !now.contains(Word.ALIVE) ? Known.DEAD : Known.EITHER;
    }
    var before = words.lowerEntry(at);
    if (before == null || before.getKey() + KEPT <= at) {
      return Known.ALIVE;
    }
    if (before.getValue().size() > 1) {
      return Known.EITHER;
    }
    return before.getValue().contains(Word.DEAD) ? Known.DEAD : Known.ALIVE;
  }
}
