package dev.modeldispatch.samples.benchmarks.simulation;

import dev.modeldispatch.Completion;
import dev.modeldispatch.FailureKind;
import dev.modeldispatch.Fallbacks;
import dev.modeldispatch.ModelTarget;
import dev.modeldispatch.Prompt;
import dev.modeldispatch.core.ModelDispatchBuilder;
import dev.modeldispatch.samples.benchmarks.simulation.Mood.Leaving;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * What a seed makes of a run: all that can be chosen is drawn here, before or while it runs.
 *
 * <p>A new knob of the front door goes into {@link #options}, one of a prompt into {@link
 * #promptOptions}, one of a batch into {@link Plan}. What a knob promises goes into {@link
 * Invariants}.
 */
final class Scenario {
  private static final String UNKNOWN = "nobody";
  private static final int SLOTS_PER_WISH = 6;

  private final SplittableRandom random;
  private final SplittableRandom chance;
  private final int maxInFlight;
  private final int maxQueued;
  private final int retries;
  private final Duration timeout;
  private final List<String> providers;
  private final int models;
  private final long meanLatency;
  private final long meanWeather;
  private final long meanGap;
  private final Map<String, Guard> guards = new HashMap<>();
  private final Optional<Guard> guardOfOthers;
  private final Map<ModelTarget, Fallbacks> fallbacks = new HashMap<>();
  private final boolean tellsLimits;
  private final boolean hedges;
  private final boolean closesEarly;
  private final int closesAfter;
  private final boolean closesFromListener;

  Scenario(long seed) {
    random = new SplittableRandom(seed);
    chance = random.split();
    int dispatches = 1_000 + random.nextInt(4_001);
    maxInFlight = 1 + random.nextInt(Draw.of(random, 4, 60, 300));
    maxQueued = random.nextInt(Draw.of(random, 1, 20, 500));
    retries = random.nextInt(5);
    timeout = Duration.ofMillis(1_000 + random.nextInt(60_000));
    providers = IntStream.rangeClosed(1, 1 + random.nextInt(5)).mapToObj(n -> "p" + n).toList();
    models = 1 + random.nextInt(6);
    meanLatency = millis(Draw.of(random, 20, 400, 3_000));
    meanWeather = millis(Draw.of(random, 5_000, 60_000, 600_000));
    // What a dispatch takes of a place, roughly: mostly a few latencies, now and then all its time.
    long service = 3 * meanLatency + timeout.toNanos() / 20;
    meanGap = service * SLOTS_PER_WISH / maxInFlight / Draw.of(random, 1, 2, 6, 30) * 3;
    long asks = Duration.ofMinutes(1).toNanos() / meanGap * SLOTS_PER_WISH / 3 / providers.size();
    for (String provider : Draw.oneIn(random, 3) ? List.<String>of() : providers) {
      if (random.nextBoolean()) {
        guards.put(provider, Guard.draw(random, maxInFlight, asks));
      }
    }
    guardOfOthers =
        Draw.oneIn(random, 4)
            ? Optional.of(Guard.draw(random, maxInFlight, asks))
            : Optional.empty();
    tellsLimits = random.nextBoolean();
    hedges = !Draw.oneIn(random, 4);
    if (random.nextBoolean()) {
      for (int n = 1 + random.nextInt(4); n > 0; n--) {
        ModelTarget target = target();
        fallbacks.put(target, chains(target));
      }
    }
    closesEarly = Draw.oneIn(random, 4);
    closesAfter = closesEarly ? 1 + random.nextInt(dispatches) : dispatches;
    closesFromListener = random.nextBoolean();
  }

  /** Sets the knobs of the front door. */
  ModelDispatchBuilder options(ModelDispatchBuilder builder) {
    guards.forEach((provider, guard) -> builder.protect(provider, guard.protection()));
    guardOfOthers.ifPresent(guard -> builder.protectAll(guard.protection()));
    fallbacks.forEach((target, chains) -> builder.fallbacks(target.toString(), chains));
    return builder
        .maxInFlight(maxInFlight)
        .maxQueued(maxQueued)
        .retries(retries)
        .dispatchTimeout(timeout)
        .chance(chance::nextDouble);
  }

  /** Sets the knobs of a prompt. */
  private Prompt.Builder promptOptions(Prompt.Builder builder, ModelTarget target) {
    if (Draw.oneIn(random, 3)) {
      builder.timeout(Duration.ofMillis(1 + random.nextInt(30_000)));
    }
    if (Draw.oneIn(random, 5)) {
      builder.fallbacks(chains(target));
    }
    if (hedges && Draw.oneIn(random, 5)) {
      builder.hedge(Duration.ofNanos(Draw.around(random, 2 * meanLatency)), target());
    }
    if (Draw.oneIn(random, 20)) {
      builder.jsonSchema("{\"type\":\"object\"}");
    }
    if (Draw.oneIn(random, 20)) {
      builder.maxOutputTokens(1 + random.nextInt(30));
    }
    return builder;
  }

  /**
   * One dispatch or slot that somebody wants.
   *
   * @param number which one; the prompt's text, so that the network knows it again
   * @param target who is asked
   * @param prompt what
   * @param mood how the user takes what it hears
   */
  record Wish(int number, ModelTarget target, Prompt prompt, Mood mood) {}

  Wish wish(int number) {
    ModelTarget target = target();
    Prompt prompt = promptOptions(Prompt.builder(Integer.toString(number)), target).build();
    return new Wish(number, target, prompt, mood());
  }

  /** {@return one that is connected} */
  String anyProvider() {
    return Draw.of(random, providers);
  }

  /** Returns how the provider is protected. */
  Optional<Guard> guard(String provider) {
    return Optional.ofNullable(guards.get(provider)).or(() -> guardOfOthers);
  }

  /** Returns who may be asked after the one that is asked. */
  Fallbacks fallbacksOf(Asked asked) {
    Fallbacks own = asked.prompt().fallbacks();
    return own.isEmpty() ? fallbacks.getOrDefault(asked.target(), Fallbacks.none()) : own;
  }

  boolean isConnected(ModelTarget target) {
    return providers.contains(target.provider());
  }

  /** {@return whether servers say what is left of their limits} */
  boolean tellsLimits() {
    return tellsLimits;
  }

  /** Returns a plain wish of somebody in this mood for this provider. */
  Wish wish(int number, String provider, Mood mood) {
    ModelTarget target = ModelTarget.of(provider, "probe");
    return new Wish(number, target, Prompt.of(Integer.toString(number)), mood);
  }

  private ModelTarget target() {
    String provider = Draw.oneIn(random, 30) ? UNKNOWN : Draw.of(random, providers);
    return ModelTarget.of(provider, "m" + random.nextInt(models));
  }

  private Fallbacks chains(ModelTarget target) {
    Fallbacks chains = Fallbacks.of(chain(target));
    for (var cause : List.of(FailureKind.CONTEXT_OVERFLOW, FailureKind.CONTENT_FILTERED)) {
      List<ModelTarget> own = Draw.oneIn(random, 4) ? chain(target) : List.of();
      chains = own.isEmpty() ? chains : chains.on(cause, own);
    }
    return chains;
  }

  private List<ModelTarget> chain(ModelTarget target) {
    List<ModelTarget> others = new ArrayList<>();
    for (int n = 1 + random.nextInt(Fallbacks.MAX); n > 0; n--) {
      ModelTarget other = target();
      if (!other.equals(target) && !others.contains(other)) {
        others.add(other);
      }
    }
    return others;
  }

  private Mood mood() {
    return new Mood(
        !Draw.oneIn(random, 5),
        Draw.oneIn(random, 20) ? 1 + random.nextInt(6) : 0,
        Draw.oneIn(random, 40) ? 1 + random.nextInt(6) : 0,
        Draw.oneIn(random, 40) ? 1 + random.nextInt(6) : 0,
        Draw.oneIn(random, 10) ? Draw.of(random, Leaving.values()) : Leaving.STAYS);
  }

  /**
   * A batch that somebody wants.
   *
   * @param size how many slots
   * @param completion when it has what it wants
   * @param answersNeeded how many answers that is; empty if it is not a matter of number
   * @param providersNeeded how many different providers have to answer
   * @param deadline its deadline
   * @param maxConcurrency how many slots run at once; 0 for all
   * @param cancelAfter when it is called off as a whole
   */
  record Plan(
      int size,
      Completion completion,
      Optional<Integer> answersNeeded,
      int providersNeeded,
      Optional<Duration> deadline,
      int maxConcurrency,
      Optional<Long> cancelAfter) {}

  Plan plan() {
    int size = 1 + random.nextInt(Draw.oneIn(random, 20) ? 200 : 12);
    int wanted = 1 + random.nextInt(size);
    int kind = random.nextInt(5);
    return new Plan(
        size,
        completion(kind, wanted),
        needed(kind, wanted, size),
        kind == 2 ? Math.min(wanted, 2) : 0,
        Draw.oneIn(random, 3) ? Optional.of(span(9_000)) : Optional.empty(),
        random.nextBoolean() ? 1 + random.nextInt(5) : 0,
        Draw.oneIn(random, 10) ? Optional.of(span(9_000).toNanos()) : Optional.empty());
  }

  private Completion completion(int kind, int wanted) {
    boolean throwing = Draw.oneIn(random, 3);
    return switch (kind) {
      case 0 -> Completion.firstAnswer();
      case 1 -> Completion.answers(wanted);
      case 2 -> Completion.distinctProviders(Math.min(wanted, 2));
      case 3 ->
          Completion.until(
              results -> {
                if (throwing && results.size() > 2) {
                  throw new StackOverflowError("a condition");
                }
                return results.stream().filter(r -> r.isAnswered()).count() > 2;
              });
      default -> Completion.all();
    };
  }

  private static Optional<Integer> needed(int kind, int wanted, int size) {
    return switch (kind) {
      case 0 -> Optional.of(1);
      case 1 -> Optional.of(wanted);
      case 4 -> Optional.of(size);
      default -> Optional.empty();
    };
  }

  private Duration span(int maxMillis) {
    return Duration.ofMillis(1 + random.nextInt(maxMillis));
  }

  private static long millis(long count) {
    return Duration.ofMillis(count).toNanos();
  }

  SplittableRandom random() {
    return random;
  }

  int maxInFlight() {
    return maxInFlight;
  }

  int retries() {
    return retries;
  }

  Duration timeout() {
    return timeout;
  }

  List<String> providers() {
    return providers;
  }

  long meanLatencyNanos() {
    return meanLatency;
  }

  long meanWeatherNanos() {
    return meanWeather;
  }

  /** {@return how long users wait before the next dispatch or batch} */
  long gap() {
    return Draw.around(random, meanGap);
  }

  /** {@return whether the front door is closed while dispatches run} */
  boolean closesEarly() {
    return closesEarly;
  }

  /** {@return whether it is closed by who hears of a dispatch, in the middle of it} */
  boolean closesFromListener() {
    return closesFromListener;
  }

  /** {@return after how many dispatches the front door is closed; all of them in most runs} */
  int closesAfter() {
    return closesAfter;
  }
}
