package dev.modeldispatch.samples.benchmarks.simulation;

import dev.modeldispatch.core.ModelDispatch;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** One seed, from the opening of a front door to its close. One thread. */
final class Run {
  private static final Duration LONG_AFTER = Duration.ofDays(3);
  private static final Duration CLEAN_UP = Duration.ofMillis(250);
  private static final int ASKED_AFTER_CLOSE = 5;

  private final World world;
  private final Scenario scenario;
  private final SimulatedNetwork network;
  private final ModelDispatch models;
  private final Users users;
  private long closedAt = -1;

  /**
   * What came of a run.
   *
   * @param dispatches how many dispatches and slots there were
   * @param attempts how many attempts they made
   * @param digest of all that became of them
   * @param mix what was simulated
   * @param violations what was promised and not kept
   */
  record Outcome(
      int dispatches, int attempts, String digest, Mix mix, List<Violation> violations) {}

  private Run(long seed) {
    world = new World(seed);
    scenario = new Scenario(seed);
    network = new SimulatedNetwork(world, scenario);
    models =
        scenario
            .options(ModelDispatch.builder())
            .connector(network)
            .time(world.time(), world.time())
            .callbacks(Runnable::run)
            .build();
    users = new Users(world, scenario, network, models);
  }

  static Outcome of(long seed) {
    return new Run(seed).run();
  }

  private Outcome run() {
    while (users.asked().size() < scenario.closesAfter()) {
      users.askSomething();
      world.time().advance(Duration.ofNanos(scenario.gap()));
    }
    if (!scenario.closesEarly()) {
      world.time().advance(LONG_AFTER);
      expectRest();
      new LaneProbes(world, scenario, network, users).run();
      expectRest();
      expectEveryPlace();
    }
    closeAndAskOn();
    return judged();
  }

  private void expectRest() {
    int timers = world.dispatchersTimers();
    world.expect(timers == 0, "no timer is left", () -> timers + " are");
    world.expect(network.open() == 0, "no attempt is left", () -> network.open() + " are");
  }

  /** A place that leaked would be missed now. */
  private void expectEveryPlace() {
    network.playsOnly(Optional.of(Behaviour.HANGS));
    Optional<String> free =
        scenario.providers().stream().filter(p -> scenario.guard(p).isEmpty()).findFirst();
    if (free.isEmpty()) {
      return; // each has a lane, which has been asked
    }
    for (int i = 0; i < scenario.maxInFlight(); i++) {
      users.askPatiently(free.get());
    }
    world.expect(
        network.open() == scenario.maxInFlight(),
        "no place in flight is lost",
        () -> network.open() + " of " + scenario.maxInFlight() + " run");
  }

  private void closeAndAskOn() {
    users.calmDown(); // in which order they hear of the close is not promised
    if (scenario.closesFromListener()) {
      users.askAndThen(this::close);
    }
    world.after(1, this::close);
    world.time().advance(Duration.ofNanos(1));
    int begun = network.begun();
    for (int i = 0; i < ASKED_AFTER_CLOSE; i++) {
      users.askSomething();
    }
    world.expect(network.begun() == begun, "nothing is sent after close", () -> "something is");
    world.time().advance(CLEAN_UP);
    expectRest();
  }

  private void close() {
    closedAt = closedAt < 0 ? world.now() : closedAt;
    models.close();
  }

  private Outcome judged() {
    var invariants = new Invariants(world, scenario, network, users.asked(), closedAt);
    var batchInvariants = new BatchInvariants(world);
    var log = new EventLog();
    for (Asked asked : users.asked()) {
      invariants.check(asked);
      asked.result().ifPresent(world.mix()::ended);
      if (asked.hedge().isPresent()) {
        asked.result().ifPresent(how -> world.mix().hedged(asked, how));
      }
      log.add(asked);
    }
    users.batches().forEach(batchInvariants::check);
    return new Outcome(
        users.asked().size(), network.begun(), log.hex(), world.mix(), world.violations());
  }
}
