package dev.modeldispatch.samples.benchmarks.simulation;

import dev.modeldispatch.ModelTarget;
import dev.modeldispatch.connector.Call;
import dev.modeldispatch.connector.ModelConnector;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;

/**
 * Several providers behind one plug, without a socket. It knows what it was really asked and what
 * it really gave, so what is reported is held against it.
 */
final class SimulatedNetwork implements ModelConnector {
  private static final int FULL_BUDGET = 10;
  private static final int ANSWERS_PER_RETRY = 10;

  private final World world;
  private final Scenario scenario;
  private final SplittableRandom random;
  private final Map<String, Health> health = new HashMap<>();
  private final List<Asked> asked = new ArrayList<>();
  private final Map<ModelTarget, int[]> answers = new HashMap<>();
  private final Map<ModelTarget, int[]> retries = new HashMap<>();
  private boolean hangsAlways;
  private int open;
  private int begun;

  SimulatedNetwork(World world, Scenario scenario) {
    this.world = world;
    this.scenario = scenario;
    this.random = scenario.random().split();
    for (String provider : scenario.providers()) {
      health.put(provider, new Health(random.split(), scenario.meanWeatherNanos()));
    }
  }

  World world() {
    return world;
  }

  SplittableRandom random() {
    return random;
  }

  long latency() {
    return Draw.around(random, scenario.meanLatencyNanos());
  }

  /** Makes a dispatch known; its prompt's text is the number. */
  void expect(Asked one) {
    asked.add(one);
  }

  /** From now on every server takes the prompt and says nothing. */
  void hangFromNowOn() {
    hangsAlways = true;
  }

  /** {@return how many attempts have not ended} */
  int open() {
    return open;
  }

  /** {@return how many attempts were begun so far} */
  int begun() {
    return begun;
  }

  @Override
  public Set<String> providers() {
    return Set.copyOf(scenario.providers());
  }

  @Override
  public void call(Call call) {
    var exchange = new Exchange(this, asked.get(Integer.parseInt(call.prompt().text())), call);
    begun++;
    open += exchange.isStillborn() ? 0 : 1;
    exchange.asked().begins(exchange);
    world.expect(
        open <= scenario.maxInFlight(),
        "no more run at once than maxInFlight",
        () -> open + " of " + scenario.maxInFlight());
    Behaviour behaviour = behaviour(exchange.target());
    world.mix().played(behaviour);
    exchange.play(behaviour);
  }

  private Behaviour behaviour(ModelTarget target) {
    if (hangsAlways) {
      return Behaviour.HANGS;
    }
    Health provider = health.get(target.provider());
    return provider == null ? Behaviour.HANGS : provider.behaviourAt(world.now());
  }

  /** A broken target gets a bounded number of further tries; each ten answers allow one more. */
  void retried(ModelTarget target) {
    int soFar = ++retries.computeIfAbsent(target, t -> new int[1])[0];
    int good = answers.getOrDefault(target, new int[1])[0];
    world.expect(
        soFar <= FULL_BUDGET + good / ANSWERS_PER_RETRY,
        "G7 a target gets no more retries than its budget",
        () -> target + ": " + soFar + " retries and " + good + " answers");
  }

  void answers(Exchange exchange, int more) {
    answers.computeIfAbsent(exchange.target(), t -> new int[1])[0] += more;
  }

  void sent(Exchange exchange) {
    exchange.asked().sent(exchange);
  }

  void ended(Exchange exchange) {
    open--;
    exchange.asked().ended();
  }

  void refuses(String promise, boolean taken) {
    world.expect(!taken, promise, () -> "it was taken");
  }

  @Override
  public void close() {
    world.expect(open == 0, "close ends every attempt", () -> open + " are open");
  }
}
