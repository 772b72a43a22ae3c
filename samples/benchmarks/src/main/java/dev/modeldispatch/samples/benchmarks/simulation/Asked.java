package dev.modeldispatch.samples.benchmarks.simulation;

import dev.modeldispatch.Attempt;
import dev.modeldispatch.DispatchEvent;
import dev.modeldispatch.DispatchListener;
import dev.modeldispatch.ModelResult;
import dev.modeldispatch.ModelTarget;
import dev.modeldispatch.Prompt;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One dispatch, or one slot of a batch, as its user saw it, with what the network saw of it. */
final class Asked implements DispatchListener {
  private static final long LEAST_BACKOFF = Duration.ofMillis(375).toNanos();

  private final World world;
  private final SimulatedNetwork network;
  private final int number;
  private final ModelTarget target;
  private final Prompt prompt;
  private final long askedAt;
  private final Mood mood;
  private final Optional<AskedBatch> batch;
  private final List<Exchange> exchanges = new ArrayList<>(2);
  private final StringBuilder heardText = new StringBuilder(0);
  private Runnable cancel = () -> {};
  private Runnable askAgain = () -> {};
  private boolean cancelTried;
  private long deadlineAt = -1;
  private int open;
  private int events;
  private int settledEvents;
  private long eventHash;
  private int hedges;
  private boolean queuedAtDoor;
  private @Nullable HedgeHeard hedge;
  private @Nullable ModelResult told;
  private @Nullable ModelResult result;
  private long settledAt = -1;

  Asked(World world, SimulatedNetwork network, Scenario.Wish wish, Optional<AskedBatch> batch) {
    this.world = world;
    this.network = network;
    this.number = wish.number();
    this.target = wish.target();
    this.prompt = wish.prompt();
    this.mood = wish.mood();
    this.batch = batch;
    this.askedAt = world.now();
  }

  /**
   * A hedge that its user heard of.
   *
   * @param at when it began, from the beginning of the dispatch
   * @param byTime whether it was for slowness, not for a failure
   */
  record HedgeHeard(Duration at, boolean byTime) {}

  int number() {
    return number;
  }

  ModelTarget target() {
    return target;
  }

  Prompt prompt() {
    return prompt;
  }

  Mood mood() {
    return mood;
  }

  long askedAt() {
    return askedAt;
  }

  Optional<AskedBatch> batch() {
    return batch;
  }

  List<Exchange> exchanges() {
    return exchanges;
  }

  String heardText() {
    return heardText.toString();
  }

  long eventHash() {
    return eventHash;
  }

  int settledEvents() {
    return settledEvents;
  }

  long settledAt() {
    return settledAt;
  }

  boolean isSettled() {
    return settledAt >= 0;
  }

  boolean isCancelTried() {
    return cancelTried;
  }

  /** {@return whether somebody listens} */
  boolean isHeard() {
    return batch.map(AskedBatch::isHeard).orElse(mood.listens());
  }

  /** {@return the hedge, if one was heard of} */
  Optional<HedgeHeard> hedge() {
    return Optional.ofNullable(hedge);
  }

  /** {@return whether it was heard to wait for a place at the front door} */
  boolean isQueuedAtDoor() {
    return queuedAtDoor;
  }

  /** {@return when the attempt began, since the start of the run} */
  long startOf(Attempt attempt, ModelResult how) {
    return settledAt - how.elapsed().toNanos() + attempt.startedAfter().toNanos();
  }

  /** {@return when the attempt ended, since the start of the run} */
  long endOf(Attempt attempt, ModelResult how) {
    return startOf(attempt, how) + attempt.elapsed().toNanos();
  }

  /** {@return what {@code Settled} told} */
  Optional<ModelResult> told() {
    return Optional.ofNullable(told);
  }

  /** {@return how it ended, once that is known to the one who waits} */
  Optional<ModelResult> result() {
    return Optional.ofNullable(result);
  }

  /** Says how a listener can call it off. */
  void onCancel(Runnable action) {
    cancel = action;
  }

  /** Says how a listener can ask something else. */
  void onWhim(Runnable action) {
    askAgain = action;
  }

  /** Notes that a user calls it off now. */
  void cancelTried() {
    cancelTried = true;
  }

  /** The one who waits has the result. */
  void ended(ModelResult how) {
    world.expect(result == null, "G1 one outcome each", () -> this + " ended twice");
    result = how;
    settles();
  }

  private void settles() {
    if (settledAt < 0) {
      settledAt = world.now();
    }
  }

  @Override
  public void onEvent(DispatchEvent event) {
    world.expect(settledEvents == 0, "Settled is the last event", () -> this + " heard " + event);
    events++;
    eventHash =
        31 * (31 * eventHash + event.at().toNanos()) + event.getClass().getName().hashCode();
    if (event instanceof DispatchEvent.Settled settled) {
      settledEvents++;
      told = settled.result();
      settles();
    } else if (event instanceof DispatchEvent.Text text
        && text.kind() == DispatchEvent.Text.Kind.ANSWER) {
      heardText.append(text.text());
    } else if (event instanceof DispatchEvent.Switched switched) {
      heard(switched);
    } else if (event instanceof DispatchEvent.Queued queued) {
      queuedAtDoor |= queued.waitsFor().equals("a free place in this process");
    }
    if (mood.cancelsAt(events) && !isSettled()) {
      cancelTried = true;
      cancel.run();
    }
    if (mood.asksAt(events)) {
      askAgain.run();
    }
    if (mood.throwsAt(events)) {
      throw new IllegalStateException("a listener");
    }
  }

  private void heard(DispatchEvent.Switched switched) {
    if (switched.why().startsWith("hedge: ")) {
      hedges++;
      hedge = new HedgeHeard(switched.at(), switched.why().startsWith("hedge: no answer after"));
      world.expect(
          hedges == 1
              && prompt.hedge().filter(h -> h.target().equals(switched.target())).isPresent(),
          "at most one hedge, the one that was wanted",
          () -> this + " heard " + switched);
    }
  }

  /** An attempt begins; whether it may is checked here. */
  void begins(Exchange exchange) {
    long now = exchange.startedAt();
    world.expect(
        !isSettled() || exchange.isStillborn(),
        "G4 no attempt begins after the end",
        () -> this + " begins at " + exchange.target());
    if (!exchange.isStillborn()) {
      opens(exchange);
    }
    long remaining = exchange.remaining().toNanos();
    world.expect(
        remaining > 0 || exchange.isStillborn(),
        "G3 no attempt begins at the deadline",
        () -> this + " begins at " + exchange.target());
    long deadline = now + remaining;
    world.expect(
        deadlineAt < 0 || deadlineAt == deadline,
        "G3 one deadline over all attempts",
        () -> this + ": " + deadlineAt + " and then " + deadline);
    deadlineAt = deadline;
    exchanges.stream()
        .filter(x -> x.target().equals(exchange.target()))
        .reduce((one, other) -> other)
        .ifPresent(before -> follows(before, exchange));
    exchanges.add(exchange);
  }

  private void opens(Exchange exchange) {
    int most = prompt.hedge().isPresent() ? 2 : 1;
    world.expect(open < most, "one attempt at a time, two if hedged", () -> this + " has more");
    if (open == 0) {
      batch.ifPresent(AskedBatch::opens);
      network.opens();
    } else if (exchanges.stream().noneMatch(x -> x.target().equals(exchange.target()))
        && prompt.hedge().filter(h -> h.target().equals(exchange.target())).isPresent()) {
      exchanges.stream()
          .filter(x -> !x.isOver())
          .findFirst()
          .ifPresent(slow -> network.hedged(slow.target(), exchange.target()));
    }
    open++;
  }

  private void follows(Exchange before, Exchange exchange) {
    network.retried(exchange.target());
    Optional<Duration> hint = before.failure().flatMap(f -> f.retryAfter());
    long least = hint.map(Duration::toNanos).orElse(LEAST_BACKOFF);
    world.expect(
        exchange.startedAt() - before.overAt() >= least,
        "G8 no retry before the server's hint, or without a wait",
        () -> this + " after " + (exchange.startedAt() - before.overAt()) + " of " + least + " ns");
  }

  void sent(Exchange exchange) {
    world.expect(
        !isSettled(), "G4 nothing is sent after the end", () -> this + " to " + exchange.target());
  }

  /** An attempt ended. */
  void ended() {
    open--;
    if (open == 0) {
      batch.ifPresent(AskedBatch::closes);
      network.closes();
    }
  }

  @Override
  public String toString() {
    return "dispatch " + number + " of " + target + " (" + result + ")";
  }
}
