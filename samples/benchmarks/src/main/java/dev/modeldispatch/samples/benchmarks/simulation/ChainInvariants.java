package dev.modeldispatch.samples.benchmarks.simulation;

import dev.modeldispatch.Attempt;
import dev.modeldispatch.Failed;
import dev.modeldispatch.Failure;
import dev.modeldispatch.FailureKind;
import dev.modeldispatch.Fallbacks;
import dev.modeldispatch.ModelResult;
import dev.modeldispatch.ModelTarget;
import dev.modeldispatch.samples.benchmarks.simulation.DeadKeys.Known;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What has to hold of who is asked after whom: retries, fallbacks by their cause, and hedges. */
final class ChainInvariants {
  private final World world;
  private final Scenario scenario;
  private final DeadKeys dead;

  ChainInvariants(World world, Scenario scenario, List<Asked> all) {
    this.world = world;
    this.scenario = scenario;
    this.dead = new DeadKeys(all);
  }

  void check(Asked asked, ModelResult how) {
    retries(asked, how);
    Fallbacks chains = scenario.fallbacksOf(asked);
    Optional<ModelTarget> other =
        asked.prompt().hedge().map(h -> h.target()).filter(t -> !t.equals(asked.target()));
    boolean unclear = !asked.isHeard() && other.filter(t -> chains.names(t)).isPresent();
    if (unclear) {
      return; // as its fallback or as its hedge: who does not listen does not know
    }
    boolean hedged = asked.isHeard() ? asked.hedge().isPresent() : other.isPresent();
    List<Attempt> first = new ArrayList<>();
    for (Attempt attempt : how.attempts()) {
      if (!hedged || !other.equals(Optional.of(attempt.target()))) {
        first.add(attempt);
      }
    }
    firstLeg(asked, how, chains, first);
    asked.prompt().hedge().ifPresent(h -> hedge(asked, how, first));
  }

  private void retries(Asked asked, ModelResult how) {
    Map<ModelTarget, Integer> tries = new HashMap<>();
    how.attempts().forEach(attempt -> tries.merge(attempt.target(), 1, Integer::sum));
    expect(
        tries.values().stream().allMatch(n -> n <= scenario.retries() + 1),
        "G7 no more retries than allowed",
        asked);
    expect(tries.size() <= Fallbacks.MAX + 1, "no more than five fallbacks are asked", asked);
  }

  private void firstLeg(Asked asked, ModelResult how, Fallbacks chains, List<Attempt> leg) {
    Set<ModelTarget> tried = new LinkedHashSet<>(Set.of(asked.target()));
    for (int i = 0; i < leg.size(); i++) {
      Attempt here = leg.get(i);
      if (i == 0) {
        expect(here.target().equals(asked.target()), "who is asked is asked first", asked);
        continue;
      }
      Attempt before = leg.get(i - 1);
      Optional<Failure> why = before.failure();
      if (here.target().equals(before.target())) {
        expect(why.filter(Failure::retryable).isPresent(), "a retry has a reason", asked);
      } else {
        expect(
            why.isPresent() && isNext(asked, how, chains, tried, before, here.target()),
            "fallbacks are asked in the order of their cause",
            asked);
      }
      tried.add(here.target());
    }
    if (how instanceof Failed failed && !leg.isEmpty()) {
      Attempt last = leg.get(leg.size() - 1);
      if (last.failure().filter(failed.failure()::equals).isPresent()) {
        expect(!isSomebodyLeft(asked, how, chains, tried, last), "no fallback is left out", asked);
      }
    }
  }

  private boolean isNext(
      Asked asked,
      ModelResult how,
      Fallbacks chains,
      Set<ModelTarget> tried,
      Attempt before,
      ModelTarget next) {
    long at = asked.endOf(before, how);
    for (ModelTarget one : chains.after(before.failure().orElseThrow().kind())) {
      Known known = dead.of(one.provider(), at, before);
      if (one.equals(next)) {
        return !tried.contains(one) && known != Known.DEAD;
      }
      if (!tried.contains(one) && known == Known.ALIVE && !mayBeHedge(asked, one)) {
        return false;
      }
    }
    return false;
  }

  private boolean isSomebodyLeft(
      Asked asked, ModelResult how, Fallbacks chains, Set<ModelTarget> tried, Attempt last) {
    FailureKind kind = last.failure().orElseThrow().kind();
    boolean spoke = !how.fold(a -> a.text(), u -> u.partialText().orElse("")).isEmpty();
    boolean same = kind == FailureKind.INVALID_REQUEST || kind == FailureKind.TOOL_DENIED;
    if (spoke || same || tried.size() >= Fallbacks.MAX) {
      return false;
    }
    long at = asked.endOf(last, how);
    return chains.after(kind).stream()
        .anyMatch(
            one ->
                !tried.contains(one)
                    && !mayBeHedge(asked, one)
                    && dead.of(one.provider(), at, last) == Known.ALIVE);
  }

  private static boolean mayBeHedge(Asked asked, ModelTarget one) {
    return asked.prompt().hedge().filter(h -> h.target().equals(one)).isPresent();
  }

  private void hedge(Asked asked, ModelResult how, List<Attempt> first) {
    Duration after = asked.prompt().hedge().orElseThrow().after();
    ModelTarget other = asked.prompt().hedge().orElseThrow().target();
    if (asked.hedge().isPresent()) {
      Asked.HedgeHeard hedge = asked.hedge().get();
      expect(isInTime(asked, hedge, after, first), "a hedge begins at its delay", asked);
      expect(
          first.stream().noneMatch(a -> runsAt(a, hedge.at()) && sameProvider(a.target(), other)),
          "a hedge goes to another provider",
          asked);
    } else if (asked.isHeard()) {
      expect(!isDue(asked, how, after, first), "a hedge that is due begins", asked);
    }
    boolean began = how.attempts().size() > first.size();
    expect(
        !began || !scenario.fallbacksOf(asked).isEmpty() || !sameProvider(asked.target(), other),
        "a hedge goes to another provider",
        asked);
  }

  private boolean isInTime(
      Asked asked, Asked.HedgeHeard hedge, Duration after, List<Attempt> first) {
    if (!hedge.byTime()) {
      return first.stream().anyMatch(a -> end(a).equals(hedge.at()));
    }
    if (!asked.isQueuedAtDoor()) {
      return hedge.at().equals(after);
    }
    if (scenario.guard(asked.target().provider()).isPresent() || first.isEmpty()) {
      return hedge.at().compareTo(after) >= 0;
    }
    return hedge.at().equals(first.get(0).startedAfter().plus(after));
  }

  /** Whether nothing speaks against a hedge at its delay, and there was none. */
  private static boolean isDue(Asked asked, ModelResult how, Duration after, List<Attempt> first) {
    ModelTarget other = asked.prompt().hedge().orElseThrow().target();
    boolean noted =
        how.notes().stream()
            .anyMatch(n -> n.startsWith("not hedged") || n.contains(" was not asked: "));
    boolean named = how.attempts().stream().anyMatch(a -> a.target().equals(other));
    return !asked.isQueuedAtDoor()
        && !noted
        && !named
        && !other.equals(asked.target())
        && asked.heardText().isEmpty()
        && first.stream().anyMatch(a -> runsAt(a, after));
  }

  private static boolean runsAt(Attempt attempt, Duration at) {
    return attempt.startedAfter().compareTo(at) < 0 && end(attempt).compareTo(at) > 0;
  }

  private static Duration end(Attempt attempt) {
    return attempt.startedAfter().plus(attempt.elapsed());
  }

  private static boolean sameProvider(ModelTarget one, ModelTarget other) {
    return one.provider().equals(other.provider());
  }

  private void expect(boolean kept, String promise, Asked asked) {
    if (!kept) {
      world.expect(false, promise, Invariants.detail(asked));
    }
  }
}
