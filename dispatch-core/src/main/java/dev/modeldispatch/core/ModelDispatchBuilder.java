package dev.modeldispatch.core;

import dev.modeldispatch.Fallbacks;
import dev.modeldispatch.Misuse;
import dev.modeldispatch.ModelTarget;
import dev.modeldispatch.connector.ModelConnector;
import dev.modeldispatch.core.engine.EngineSettings;
import dev.modeldispatch.core.engine.RetryPolicy;
import dev.modeldispatch.core.failure.FailureRules;
import dev.modeldispatch.core.http.HttpLimits;
import dev.modeldispatch.core.http.HttpTransport;
import dev.modeldispatch.core.internal.MonotonicTime;
import dev.modeldispatch.core.internal.Resources;
import dev.modeldispatch.core.internal.Workshop;
import dev.modeldispatch.core.limit.LaneSettings;
import dev.modeldispatch.core.limit.Lanes;
import dev.modeldispatch.core.routing.RoutingTable;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.DoubleSupplier;

/**
 * Collects what a {@link ModelDispatch} is made of. Not thread-safe.
 *
 * <table>
 *   <caption>Defaults</caption>
 *   <tr><th>Knob</th><th>Default</th></tr>
 *   <tr><td>{@link #dispatchTimeout}</td><td>120 s for a whole dispatch</td></tr>
 *   <tr><td>{@link #connectTimeout}</td><td>10 s</td></tr>
 *   <tr><td>{@link #idleTimeout}</td><td>60 s without content, once a reply has begun</td></tr>
 *   <tr><td>{@link #firstContentTimeout}</td><td>off</td></tr>
 *   <tr><td>{@link #maxResponseBytes}</td><td>8 MiB</td></tr>
 *   <tr><td>{@link #maxInFlight}</td><td>2,000 dispatches at once</td></tr>
 *   <tr><td>{@link #maxQueued}</td><td>10,000 more that wait</td></tr>
 *   <tr><td>{@link #retries}</td><td>2, within the deadline</td></tr>
 *   <tr><td>{@link #retryWaits}</td><td>0.5 s doubling to 8 s, less up to a quarter</td></tr>
 *   <tr><td>{@link #retryBudget}</td><td>10 for each target</td></tr>
 *   <tr><td>{@link #fallbacks}</td><td>nobody</td></tr>
 *   <tr><td>{@link #protect}, {@link #protectAll}</td><td>no provider is protected</td></tr>
 *   <tr><td>{@link #failureRules}</td><td>none: the library's own</td></tr>
 * </table>
 */
public final class ModelDispatchBuilder extends Connecting {
  private Duration dispatchTimeout = EngineSettings.STANDARD.dispatchTimeout();
  private Duration connectTimeout = HttpLimits.STANDARD.connect();
  private Duration idleTimeout = HttpLimits.STANDARD.idle();
  private Optional<Duration> firstContentTimeout = HttpLimits.STANDARD.firstContent();
  private int maxResponseBytes = HttpLimits.STANDARD.maxResponseBytes();
  private int maxInFlight = EngineSettings.STANDARD.maxInFlight();
  private int maxQueued = EngineSettings.STANDARD.maxQueued();
  private int retries = RetryPolicy.STANDARD.retries();
  private Duration firstWait = RetryPolicy.STANDARD.firstWait();
  private Duration maxWait = RetryPolicy.STANDARD.maxWait();
  private int retryBudget = RetryPolicy.STANDARD.budget();
  private InstantSource clock = MonotonicTime.start();
  private Optional<ScheduledExecutorService> timers = Optional.empty();
  private Optional<Executor> callbacks = Optional.empty();
  private DoubleSupplier chance = () -> ThreadLocalRandom.current().nextDouble();
  private RoutingTable routes = RoutingTable.original();
  private final Map<ModelTarget, Fallbacks> fallbacks = new LinkedHashMap<>();
  private final Map<String, Protection> protections = new LinkedHashMap<>();
  private Optional<Protection> protectionOfOthers = Optional.empty();
  private FailureRules rules = FailureRules.standard();

  ModelDispatchBuilder() {}

  @Override
  ModelDispatchBuilder builder() {
    return this;
  }

  /** Bounds each dispatch whose prompt sets no timeout. */
  public ModelDispatchBuilder dispatchTimeout(Duration limit) {
    dispatchTimeout = positive("dispatchTimeout", limit);
    return this;
  }

  /** Bounds the time until a connection stands. */
  public ModelDispatchBuilder connectTimeout(Duration limit) {
    connectTimeout = positive("connectTimeout", limit);
    return this;
  }

  /** Bounds the time without content, once a reply has begun. */
  public ModelDispatchBuilder idleTimeout(Duration limit) {
    idleTimeout = positive("idleTimeout", limit);
    return this;
  }

  /**
   * Bounds the time until the first content of an answer, from the moment its request begins to
   * leave; past it the answer is {@code stalled}, which is worth a retry. With it every answer is
   * asked for as a stream, since one that is not has no first content but the whole. By default
   * only the dispatch's deadline bounds it. Not for answers over opencode.
   */
  public ModelDispatchBuilder firstContentTimeout(Duration limit) {
    firstContentTimeout = Optional.of(positive("firstContentTimeout", limit));
    return this;
  }

  /** Bounds a reply's size. */
  public ModelDispatchBuilder maxResponseBytes(int bytes) {
    maxResponseBytes = atLeast(1, "maxResponseBytes", bytes);
    return this;
  }

  /** Bounds how many dispatches run at once. */
  public ModelDispatchBuilder maxInFlight(int dispatches) {
    maxInFlight = atLeast(1, "maxInFlight", dispatches);
    return this;
  }

  /** Bounds how many more dispatches wait for their turn. */
  public ModelDispatchBuilder maxQueued(int dispatches) {
    maxQueued = atLeast(0, "maxQueued", dispatches);
    return this;
  }

  /** Sets how often a target is asked again if that may help; 0 for never, at most 10. */
  public ModelDispatchBuilder retries(int times) {
    problems.unless(times <= 10, () -> "retries " + times + " must be at most 10");
    retries = atLeast(0, "retries", times);
    return this;
  }

  /** Protects this provider, for all who ask it through this front door; by default nothing is. */
  public ModelDispatchBuilder protect(String provider, Protection protection) {
    checkId(provider);
    problems.unless(
        protections.putIfAbsent(provider, protection) == null,
        () -> "provider " + Misuse.quote(provider) + " is protected twice; do it once");
    return this;
  }

  /** Protects each provider that is not protected by itself: each on its own, not all together. */
  public ModelDispatchBuilder protectAll(Protection protection) {
    protectionOfOthers = Optional.of(protection);
    return this;
  }

  /** Sets who is asked next if this target fails and the prompt does not say; by default nobody. */
  public ModelDispatchBuilder fallbacks(String target, Fallbacks chains) {
    try {
      ModelTarget asked = ModelTarget.parse(target);
      problems
          .unless(
              !chains.names(asked),
              () -> "the fallbacks of " + asked + " lead back to itself; name others")
          .unless(
              fallbacks.putIfAbsent(asked, chains) == null,
              () -> asked + " is given fallbacks twice; do it once");
    } catch (IllegalArgumentException e) {
      problems.add(String.valueOf(e.getMessage()));
    }
    return this;
  }

  /**
   * Puts rules in front of those that give a server's failure its name; the first that fits
   * decides. Replaces what an earlier call put there; a connector of one's own names its own.
   */
  public ModelDispatchBuilder failureRules(FailureRule... inFront) {
    return failureRules(List.of(inFront));
  }

  /** Puts rules in front of those that give a server's failure its name. */
  public ModelDispatchBuilder failureRules(List<FailureRule> inFront) {
    rules = FailureRules.behind(inFront.stream().map(FailureRule::rule).toList());
    return this;
  }

  /**
   * Sets the waits before further tries, where the server gives no hint: the first, doubling up to
   * the longest, each shortened by up to a quarter. After {@code rate_limited} it begins with four
   * times the first.
   */
  public ModelDispatchBuilder retryWaits(Duration first, Duration longest) {
    firstWait = positive("the first retry wait", first);
    maxWait = positive("the longest retry wait", longest);
    problems.unless(
        longest.compareTo(first) >= 0,
        () -> "the longest retry wait " + longest + " must not be below the first, " + first);
    return this;
  }

  /**
   * Sets how many further tries a target gets that never answers, over all dispatches; each answer
   * of it gives a tenth back. Retries as such end with {@link #retries}.
   */
  public ModelDispatchBuilder retryBudget(int tokens) {
    problems.unless(tokens <= 10_000, () -> "retryBudget " + tokens + " must be at most 10,000");
    retryBudget = atLeast(1, "retryBudget", tokens);
    return this;
  }

  /** Replaces the routing table. */
  public ModelDispatchBuilder routes(RoutingTable table) {
    routes = table;
    return this;
  }

  /** Replaces time, for tests: both have to belong together. The timer stays the caller's. */
  public ModelDispatchBuilder time(InstantSource clock, ScheduledExecutorService timers) {
    this.clock = clock;
    this.timers = Optional.of(timers);
    return this;
  }

  /**
   * Runs callbacks (listeners, dependants of futures, completion conditions) on this executor,
   * which stays the caller's; by default on 4 to 16 threads of its own.
   */
  public ModelDispatchBuilder callbacks(Executor executor) {
    callbacks = Optional.of(executor);
    return this;
  }

  /** Replaces the randomness of waits, for tests: numbers from 0 up to, not including, 1. */
  public ModelDispatchBuilder chance(DoubleSupplier chance) {
    this.chance = chance;
    return this;
  }

  /** Returns the front door, or throws with all that is wrong with its parts. */
  public ModelDispatch build() {
    Misuse all = problems.copy();
    all.unless(
            !plugs.isEmpty() || !problems.isFine(),
            () ->
                "no connector; add .opencode(uri), .openai(key), .anthropic(key), .gemini(key),"
                    + " .ollama(), .preset(name), .openaiCompatible(provider, url) or"
                    + " .connector(..)")
        .orThrow();
    return new ModelDispatch(this);
  }

  Workshop workshop() {
    return new Workshop(clock, timers, callbacks);
  }

  HttpLimits httpLimits() {
    return new HttpLimits(
        connectTimeout,
        idleTimeout,
        firstContentTimeout,
        maxResponseBytes,
        HttpLimits.STANDARD.maxHeaderBytes());
  }

  EngineSettings engineSettings() {
    return new EngineSettings(
        dispatchTimeout,
        maxInFlight,
        maxQueued,
        new RetryPolicy(retries, firstWait, maxWait, firstWaitIfLimited(), retryBudget),
        fallbacks);
  }

  private Duration firstWaitIfLimited() {
    Duration longer = firstWait.multipliedBy(4);
    return longer.compareTo(maxWait) > 0 ? maxWait : longer;
  }

  List<ModelConnector> connectors(HttpTransport transport, Resources resources) {
    return plugs.connectors(transport, resources, rules);
  }

  Lanes lanes(Resources resources) {
    Map<String, LaneSettings> named = new LinkedHashMap<>();
    protections.forEach((provider, protection) -> named.put(provider, protection.settings()));
    return Lanes.of(named, protectionOfOthers.map(Protection::settings), resources);
  }

  /** {@return who is protected, for the front door's string; empty if nobody is} */
  String protections() {
    var words = new StringBuilder();
    protections.forEach((provider, how) -> words.append("; " + provider + ": " + how));
    protectionOfOthers.ifPresent(how -> words.append("; each other: " + how));
    return words.toString();
  }

  DoubleSupplier chance() {
    return chance;
  }

  RoutingTable routes() {
    return routes;
  }

  private Duration positive(String knob, Duration limit) {
    problems.unless(
        limit.compareTo(Duration.ZERO) > 0, () -> knob + " " + limit + " must be above zero");
    return limit;
  }

  private int atLeast(int min, String knob, int value) {
    problems.unless(value >= min, () -> knob + " " + value + " must be at least " + min);
    return value;
  }
}
