package dev.modeldispatch.core.engine;

import dev.modeldispatch.Attempt;
import dev.modeldispatch.DispatchListener;
import dev.modeldispatch.Dispatcher;
import dev.modeldispatch.Fallbacks;
import dev.modeldispatch.ModelResult;
import dev.modeldispatch.ModelTarget;
import dev.modeldispatch.Prompt;
import dev.modeldispatch.Session;
import dev.modeldispatch.Usage;
import dev.modeldispatch.connector.ModelConnector;
import dev.modeldispatch.connector.Reply;
import dev.modeldispatch.core.internal.Resources;
import dev.modeldispatch.core.limit.Lanes;
import java.util.Comparator;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.DoubleSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The dispatcher over connectors. Thread-safe. */
public final class Engine implements Dispatcher, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Engine.class);

  private final Connectors connectors;
  private final EngineSettings settings;
  private final Resources resources;
  private final DoubleSupplier chance;
  private final Admission admission;
  private final RetryBudget budget;
  private final DeadCredentials dead;
  private final Lanes lanes;
  private final Map<ModelTarget, Fallbacks> fallbacks;
  private final Set<Dispatch> live = ConcurrentHashMap.newKeySet();
  private volatile boolean closed;

  private Engine(
      Connectors connectors,
      EngineSettings settings,
      Lanes lanes,
      Resources resources,
      DoubleSupplier chance) {
    this.connectors = connectors;
    this.settings = settings;
    this.resources = resources;
    this.chance = chance;
    this.lanes = lanes;
    this.budget = new RetryBudget(settings.retry().budget());
    this.dead = new DeadCredentials(resources.clock());
    this.fallbacks = settings.fallbacks();
    this.admission = new Admission(settings.maxInFlight(), settings.maxQueued());
  }

  /**
   * Returns a new engine.
   *
   * @param connectors who serves which provider
   * @param settings how it works
   * @param lanes who may go to a provider, and when
   * @param resources time and threads
   * @param chance gives numbers in [0, 1) for the waits' jitter
   */
  public static Engine open(
      Connectors connectors,
      EngineSettings settings,
      Lanes lanes,
      Resources resources,
      DoubleSupplier chance) {
    Ending.loadAll();
    return new Engine(connectors, settings, lanes, resources, chance);
  }

  @Override
  public CompletableFuture<ModelResult> dispatchAsync(
      ModelTarget target, Prompt prompt, DispatchListener listener) {
    Objects.requireNonNull(target, "target");
    Objects.requireNonNull(listener, "listener");
    var dispatch = new Dispatch(this, target, prompt, listener);
    live.add(dispatch);
    if (closed) {
      dispatch.close();
    } else {
      dispatch.begin();
    }
    return dispatch.future();
  }

  /** Hands the attempt to its connector; whatever that throws is the attempt's failure. */
  void call(AttemptCall call) {
    if (call.isOver()) {
      return; // called off by a listener that heard that it begins
    }
    var serving = connectors.serving(call.target().provider());
    if (serving.isEmpty()) {
      call.refused(connectors.notConnected(call.target()));
      return;
    }
    ModelConnector connector = serving.get();
    if (call.prompt().session().mode() != Session.Mode.FRESH && !connector.keepsSessions()) {
      call.refused(Words.noSessions(call.target()));
      return;
    }
    try {
      call.trace().during(() -> connector.call(call));
    } catch (Throwable e) { // an Error in one connector must not reach the caller or a sibling
      LOG.warn("the connector of {} threw {}", call.target(), e.getClass().getName());
      call.settle(
          Reply.failure(Words.threw(call.target(), e))
              .sent(call.sentSoFar())
              .usage(call.sentSoFar() == Attempt.Sent.NO ? Usage.none() : Usage.unknown())
              .build());
    }
  }

  void complete(Dispatch dispatch, ModelResult result) {
    resources
        .callbacks()
        .execute(() -> dispatch.trace().during(() -> dispatch.future().settle(result)));
  }

  void settled(Dispatch dispatch, ModelResult result) {
    live.remove(dispatch);
    if (LOG.isDebugEnabled()) {
      dispatch.trace().during(() -> log(result));
    }
  }

  private static void log(ModelResult result) {
    LOG.debug(
        "{}: {} in {} ms, {} attempts{}",
        result.target(),
        result.status(),
        result.elapsed().toMillis(),
        result.attempts().size(),
        result.unanswered().map(u -> " (" + u.failure().kind().code() + ")").orElse(""));
  }

  boolean isClosed() {
    return closed;
  }

  EngineSettings settings() {
    return settings;
  }

  Resources resources() {
    return resources;
  }

  Admission admission() {
    return admission;
  }

  RetryBudget budget() {
    return budget;
  }

  DeadCredentials dead() {
    return dead;
  }

  Lanes lanes() {
    return lanes;
  }

  /** Returns the prompt's own fallbacks, or else the target's. */
  Fallbacks fallbacks(ModelTarget target, Prompt prompt) {
    return prompt.fallbacks().isEmpty()
        ? fallbacks.getOrDefault(target, Fallbacks.none())
        : prompt.fallbacks();
  }

  DoubleSupplier chance() {
    return chance;
  }

  /** Cancels what is unfinished, and every later call. */
  @Override
  public void close() {
    closed = true;
    live.stream().sorted(Comparator.comparing(Dispatch::trace)).forEach(Dispatch::close);
  }
}
