package dev.modeldispatch.samples.benchmarks.simulation;

import dev.modeldispatch.FailureKind;
import java.time.Duration;
import java.util.Optional;

/** Asks each protected provider once all is quiet: a lane that is stuck is noticed now. */
final class LaneProbes {
  private static final Duration REST = Duration.ofDays(1);
  private static final long PROBE_TOKENS = 4;

  private final World world;
  private final Scenario scenario;
  private final SimulatedNetwork network;
  private final Users users;

  LaneProbes(World world, Scenario scenario, SimulatedNetwork network, Users users) {
    this.world = world;
    this.scenario = scenario;
    this.network = network;
    this.users = users;
  }

  void run() {
    for (String provider : scenario.providers()) {
      scenario.guard(provider).ifPresent(guard -> probe(provider, guard));
    }
    network.playsOnly(Optional.empty());
  }

  private void probe(String provider, Guard guard) {
    network.playsOnly(Optional.of(Behaviour.ANSWERS_AT_ONCE));
    expectThrough(provider, guard);
    world.time().advance(REST);
    expectPlaces(provider, guard);
    world.time().advance(REST);
    guard.trouble().ifPresent(trouble -> breaker(provider, guard, trouble));
    world.time().advance(REST);
  }

  private void expectThrough(String provider, Guard guard) {
    Asked one = users.askPatiently(provider);
    world.expect(
        one.result().filter(r -> r.isAnswered()).isPresent(),
        "G14 a healthy provider is let through",
        () -> one + " by " + guard);
  }

  private void expectPlaces(String provider, Guard guard) {
    network.playsOnly(Optional.of(Behaviour.HANGS));
    int places = Math.min(guard.atOnce(PROBE_TOKENS), scenario.maxInFlight());
    for (int i = 0; i < places; i++) {
      users.askPatiently(provider);
    }
    int open = network.provider(provider).open();
    world.expect(
        open == places, "no place at a provider is lost", () -> open + " of " + places + guard);
  }

  /** The provider fails until its breaker opens, and recovers. */
  private void breaker(String provider, Guard guard, Guard.Trouble trouble) {
    boolean crowded = scenario.retries() > 0 && scenario.maxInFlight() <= trouble.lastCalls() + 1;
    if (guard.hasRates() || crowded) {
      return; // who fails then waits for something else
    }
    network.playsOnly(Optional.of(Behaviour.ANSWERS_AT_ONCE));
    expectThrough(provider, guard); // the hangs before may have opened it
    network.playsOnly(Optional.of(Behaviour.FAILS_AT_ONCE));
    for (int i = 0; i < trouble.lastCalls(); i++) {
      users.askPatiently(provider);
    }
    expectOpen(provider, guard);
    world.time().advance(trouble.openFor().minusNanos(1));
    expectOpen(provider, guard);
    network.playsOnly(Optional.of(Behaviour.ANSWERS_AT_ONCE));
    world.time().advance(Duration.ofNanos(1));
    expectThrough(provider, guard);
  }

  private void expectOpen(String provider, Guard guard) {
    Asked one = users.askPatiently(provider);
    world.expect(
        one.result()
            .flatMap(r -> r.unanswered())
            .filter(u -> u.failure().kind() == FailureKind.CIRCUIT_OPEN)
            .isPresent(),
        "a provider where every call fails is left alone for as long as was said",
        () -> one + " by " + guard);
  }
}
