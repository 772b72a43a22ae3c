package dev.modeldispatch.samples.benchmarks.simulation;

import dev.modeldispatch.Attempt;
import dev.modeldispatch.Attempt.Sent;
import dev.modeldispatch.FailureKind;
import dev.modeldispatch.ModelResult;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What has to hold of the attempts that are told: each was at the network, or had no way there. */
final class AttemptInvariants {
  private static final Set<FailureKind> NO_WAY =
      EnumSet.of(
          FailureKind.CIRCUIT_OPEN,
          FailureKind.OVERLOADED_LOCALLY,
          FailureKind.PROVIDER_NOT_CONNECTED);
  private static final Set<FailureKind> CALLED_OFF =
      EnumSet.of(FailureKind.CANCELLED, FailureKind.DEADLINE_EXCEEDED);

  private final World world;
  private final Scenario scenario;
  private final SimulatedNetwork network;

  AttemptInvariants(World world, Scenario scenario, SimulatedNetwork network) {
    this.world = world;
    this.scenario = scenario;
    this.network = network;
  }

  /** {@return whether the attempt ended before it came to the network} */
  static boolean hadNoWay(Attempt attempt) {
    return attempt.failure().filter(f -> NO_WAY.contains(f.kind())).isPresent();
  }

  void check(Asked asked, ModelResult how) {
    List<Exchange> left = new ArrayList<>(asked.exchanges());
    for (Attempt attempt : how.attempts()) {
      Optional<Exchange> met = met(asked, how, attempt, left);
      if (met.isPresent()) {
        left.remove(met.get());
        same(asked, attempt, met.get());
      } else {
        neverCameAbout(asked, how, attempt);
      }
    }
    expect(left.isEmpty(), "G5 every attempt is told", asked);
  }

  private static Optional<Exchange> met(
      Asked asked, ModelResult how, Attempt attempt, List<Exchange> left) {
    if (hadNoWay(attempt)) {
      return Optional.empty();
    }
    long start = asked.startOf(attempt, how);
    return left.stream()
        .filter(x -> x.target().equals(attempt.target()) && x.startedAt() == start)
        .findFirst();
  }

  private void same(Asked asked, Attempt attempt, Exchange exchange) {
    expect(
        attempt.elapsed().toNanos() == exchange.overAt() - exchange.startedAt(),
        "an attempt is told as it went",
        asked);
    expect(
        (attempt.sent() != Sent.NO) == exchange.bytesLeft()
            && (attempt.sent() != Sent.YES || exchange.arrived()),
        "G6 an attempt knows whether it was sent",
        asked);
    Optional<FailureKind> told = attempt.failure().map(f -> f.kind());
    expect(
        exchange.answerGiven().isPresent()
            ? told.map(kind -> kind == FailureKind.STRUCTURED_OUTPUT).orElse(true)
            : exchange
                .failure()
                .map(f -> told.equals(Optional.of(f.kind())))
                .orElseGet(() -> told.filter(CALLED_OFF::contains).isPresent()),
        "an attempt that was called off is told so, and any other as it ended",
        asked);
  }

  private void neverCameAbout(Asked asked, ModelResult how, Attempt attempt) {
    Optional<FailureKind> kind = attempt.failure().map(f -> f.kind());
    expect(
        attempt.sent() == Sent.NO && attempt.elapsed().isZero() && kind.isPresent(),
        "G5 what never came about is told as not sent",
        asked);
    Provider provider = network.provider(attempt.target().provider());
    boolean right =
        switch (kind.orElse(FailureKind.UNKNOWN)) {
          case PROVIDER_NOT_CONNECTED -> !scenario.isConnected(attempt.target());
          case OVERLOADED_LOCALLY -> provider.guard().isPresent();
          case CIRCUIT_OPEN -> wasInTrouble(provider, asked.startOf(attempt, how), attempt);
          case CANCELLED, DEADLINE_EXCEEDED -> true; // by a listener that heard that it begins
          default -> false;
        };
    expect(right, "what never came about had a reason, a circuit trouble", asked);
  }

  private static boolean wasInTrouble(Provider provider, long at, Attempt attempt) {
    var trouble = provider.guard().flatMap(Guard::trouble);
    if (trouble.isEmpty() || provider.troublesBy(at) < trouble.get().least()) {
      return false;
    }
    Optional<Duration> left = attempt.failure().flatMap(f -> f.retryAfter());
    if (left.isEmpty()) {
      return true; // one is under way to see
    }
    long openFor = trouble.get().openFor().toNanos();
    long opened = at + left.get().toNanos() - openFor;
    boolean again = attempt.failure().orElseThrow().evidence().startsWith("the call that was let");
    return opened <= at
        && at < opened + openFor
        && (again
            ? provider.lastTrouble(opened).filter(last -> last == opened).isPresent()
            : provider.troublesBy(opened) >= trouble.get().least());
  }

  private void expect(boolean kept, String promise, Asked asked) {
    if (!kept) {
      world.expect(false, promise, Invariants.detail(asked));
    }
  }
}
