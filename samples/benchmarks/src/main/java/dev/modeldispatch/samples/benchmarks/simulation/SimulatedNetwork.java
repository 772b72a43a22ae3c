package dev.modeldispatch.samples.benchmarks.simulation;

import dev.modeldispatch.Failure;
import dev.modeldispatch.FailureKind;
import dev.modeldispatch.ModelTarget;
import dev.modeldispatch.Usage;
import dev.modeldispatch.connector.Call;
import dev.modeldispatch.connector.ModelConnector;
import dev.modeldispatch.connector.Reply;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SplittableRandom;

/**
 * Several providers behind one plug, without a socket. It knows what it was really asked and what
 * it really gave, so what is reported is held against it.
 */
final class SimulatedNetwork implements ModelConnector {
  private static final int FULL_BUDGET = 10;
  private static final int ANSWERS_PER_RETRY = 10;

  private static final Set<FailureKind> TROUBLE =
      EnumSet.of(
          FailureKind.SERVER_ERROR,
          FailureKind.OVERLOADED,
          FailureKind.UNREACHABLE,
          FailureKind.CONNECTION_LOST,
          FailureKind.STALLED);

  private final World world;
  private final Scenario scenario;
  private final SplittableRandom random;
  private final Map<String, Health> health = new HashMap<>();
  private final List<Asked> asked = new ArrayList<>();
  private final Map<ModelTarget, int[]> answers = new HashMap<>();
  private final Map<ModelTarget, int[]> retries = new HashMap<>();
  private final Map<String, Provider> providers = new HashMap<>();
  private Optional<Behaviour> only = Optional.empty();
  private int open;
  private int openDispatches;
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

  /** From now on every server does this; if empty, what its weather is. */
  void playsOnly(Optional<Behaviour> behaviour) {
    only = behaviour;
  }

  /** Returns what is known of a provider. */
  Provider provider(String id) {
    return providers.computeIfAbsent(id, p -> new Provider(world, p, scenario.guard(p)));
  }

  /** Returns the reply with what the server says besides. */
  Reply dressed(Exchange exchange, Reply.Builder reply) {
    if (random.nextInt(3) == 0) {
      reply.usage(Usage.exact(random.nextInt(10), random.nextInt(10)));
    }
    if (scenario.tellsLimits() && random.nextInt(20) == 0) {
      reply.limits(limits(exchange));
    }
    Reply dressed = reply.build();
    Provider at = provider(exchange.target().provider());
    dressed
        .failure()
        .filter(f -> f.kind() == FailureKind.RATE_LIMITED)
        .flatMap(Failure::retryAfter)
        .ifPresent(at::holds);
    if (dressed.failure().filter(f -> TROUBLE.contains(f.kind())).isPresent()) {
      at.trouble();
    }
    return dressed;
  }

  private Reply.Limits limits(Exchange exchange) {
    long left = random.nextInt(4);
    Duration reset = Duration.ofMillis(Draw.around(random, 2_000));
    boolean tokens = random.nextBoolean();
    if (left == 0) {
      provider(exchange.target().provider()).holds(reset);
    }
    return tokens
        ? new Reply.Limits(
            OptionalLong.empty(), Optional.empty(), OptionalLong.of(left), Optional.of(reset))
        : new Reply.Limits(
            OptionalLong.of(left), Optional.of(reset), OptionalLong.empty(), Optional.empty());
  }

  /** A dispatch has an attempt here. */
  void opens() {
    openDispatches++;
  }

  /** A dispatch has none any more. */
  void closes() {
    openDispatches--;
  }

  /** A hedge takes a token of the slow one, too; when it was taken is known without a lane only. */
  void hedged(ModelTarget slow, ModelTarget other) {
    if (scenario.guard(other.provider()).isEmpty()) {
      retried(slow);
    }
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
    if (!exchange.isStillborn()) {
      open++;
      provider(exchange.target().provider()).begins();
    }
    exchange.asked().begins(exchange);
    world.expect(
        openDispatches <= scenario.maxInFlight(),
        "no more run at once than maxInFlight",
        () -> openDispatches + " of " + scenario.maxInFlight());
    Behaviour behaviour = behaviour(exchange.target());
    world.mix().played(behaviour);
    exchange.play(behaviour);
  }

  private Behaviour behaviour(ModelTarget target) {
    if (only.isPresent()) {
      return only.get();
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
    provider(exchange.target().provider()).ends();
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
