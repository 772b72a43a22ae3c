package dev.modeldispatch.testkit;

import static java.util.stream.Collectors.joining;

import dev.modeldispatch.DispatchListener;
import dev.modeldispatch.Dispatcher;
import dev.modeldispatch.Failure;
import dev.modeldispatch.FailureKind;
import dev.modeldispatch.ModelResult;
import dev.modeldispatch.ModelTarget;
import dev.modeldispatch.Prompt;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import org.jspecify.annotations.Nullable;

/**
 * A dispatcher without models and sockets: every target does what its script says. Thread-safe.
 *
 * <p>A behaviour without a delay ends within {@code dispatchAsync}, on the caller's thread; one
 * with a delay ends when the scheduler says so. Listeners are told on the thread on which things
 * happen, unless an executor for callbacks is given. A prompt's timeout holds; there is none by
 * default. A target without a script ends as {@code Failed(provider_not_connected)}.
 */
public final class ScriptedDispatcher implements Dispatcher {
  private static final int CALLS_KEPT = 10_000;

  /**
   * A call that came.
   *
   * @param target who was asked
   * @param prompt what was asked
   */
  public record Asked(ModelTarget target, Prompt prompt) {}

  /** The outcome of a reply that is the same each time. */
  private record Fixed(ScriptedReply reply, ReadyOutcome outcome) {}

  private final ScheduledExecutorService scheduler;
  private final InstantSource clock;
  private final Executor callbacks;
  private final Map<ModelTarget, TargetScript> scripts = new ConcurrentHashMap<>();
  private final ArrayDeque<Asked> asked = new ArrayDeque<>();
  private final Map<ModelTarget, Fixed> fixed = new ConcurrentHashMap<>();
  private volatile @Nullable TargetScript others;
  private final Gauge running = new Gauge();

  /** Makes one on a virtual time of its own, for scripts without delays. */
  public ScriptedDispatcher() {
    this(new VirtualTime());
  }

  /** Makes one whose delays and timeouts pass when this time is moved. */
  public ScriptedDispatcher(VirtualTime time) {
    this(time, time, Runnable::run);
  }

  /** Makes one on any scheduler and clock that tells its listeners on an executor. */
  public ScriptedDispatcher(
      ScheduledExecutorService scheduler, InstantSource clock, Executor callbacks) {
    this.scheduler = scheduler;
    this.clock = clock;
    this.callbacks = callbacks;
  }

  /** Returns the script of {@code provider/model}; empty at first. */
  public TargetScript target(String target) {
    return target(ModelTarget.parse(target));
  }

  /** Returns the script of this target; empty at first. */
  public TargetScript target(ModelTarget target) {
    return scripts.computeIfAbsent(target, t -> new TargetScript(new Sequence<>(t.toString())));
  }

  /** Returns the script of which every target without its own plays a copy. */
  public synchronized TargetScript others() {
    var script = others;
    if (script == null) {
      script = new TargetScript(new Sequence<>("others()"));
      others = script;
    }
    return script;
  }

  /** {@return batches over these scripts, on the same time} */
  public ScriptedBatch batch() {
    return ScriptedBatch.over(this, scheduler, clock);
  }

  /** {@return the latest 10,000 calls, oldest first} */
  public synchronized List<Asked> calls() {
    return List.copyOf(asked);
  }

  /** {@return how many dispatches have not ended} */
  public int running() {
    return running.now();
  }

  /** {@return how many dispatches were unfinished at once, at most} */
  public int mostRunning() {
    return running.most();
  }

  /** Waits, in real time, until this many dispatches are unfinished, and fails after the limit. */
  public void awaitRunning(int count, Duration limit) throws InterruptedException {
    running.await(count, limit);
  }

  @Override
  public CompletableFuture<ModelResult> dispatchAsync(
      ModelTarget target, Prompt prompt, DispatchListener listener) {
    var script = scriptOf(target);
    var reply = script == null ? Optional.<ScriptedReply>empty() : script.next();
    remember(new Asked(target, prompt));
    if (reply.isEmpty()) {
      return ReadyOutcome.of(notScripted(target), List.of()).tell(listener, callbacks);
    }
    if (reply.get().isImmediate()) {
      return ready(reply.get(), target, prompt).tell(listener, callbacks);
    }
    var told = new SerialListener(listener, callbacks);
    return new ScriptedRun(target, prompt, reply.get(), told, clock, running).start(scheduler);
  }

  private @Nullable TargetScript scriptOf(ModelTarget target) {
    var script = scripts.get(target);
    var template = others;
    return script != null || template == null
        ? script
        : scripts.computeIfAbsent(target, t -> template.copy(t.toString()));
  }

  private ReadyOutcome ready(ScriptedReply reply, ModelTarget target, Prompt prompt) {
    if (!reply.isFixed()) {
      return ReadyOutcome.of(reply.result(target, prompt, Duration.ZERO), reply.pieces());
    }
    var known = fixed.get(target);
    if (known == null || !known.reply().equals(reply)) {
      var outcome = ReadyOutcome.of(reply.result(target, prompt, Duration.ZERO), reply.pieces());
      known = new Fixed(reply, outcome);
      fixed.put(target, known);
    }
    return known.outcome();
  }

  private ModelResult notScripted(ModelTarget target) {
    String known =
        scripts.keySet().stream()
            .map(ModelTarget::toString)
            .sorted()
            .limit(20)
            .collect(joining(", "));
    return ModelResult.builder(target)
        .failed(
            Failure.builder(
                    FailureKind.PROVIDER_NOT_CONNECTED,
                    target
                        + ": not scripted (scripted: "
                        + (known.isEmpty() ? "none" : known)
                        + ").")
                .hint("Script it with target(..), or all that are not named with others().")
                .evidence("no script")
                .build());
  }

  private synchronized void remember(Asked call) {
    if (asked.size() == CALLS_KEPT) {
      asked.removeFirst();
    }
    asked.addLast(call);
  }
}
