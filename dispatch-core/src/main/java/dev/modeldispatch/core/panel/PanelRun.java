package dev.modeldispatch.core.panel;

import dev.modeldispatch.Answered;
import dev.modeldispatch.Batch;
import dev.modeldispatch.BatchDispatcher;
import dev.modeldispatch.BatchRequest;
import dev.modeldispatch.BatchResult;
import dev.modeldispatch.ModelResult;
import dev.modeldispatch.ModelTarget;
import dev.modeldispatch.Prompt;
import dev.modeldispatch.Usage;
import dev.modeldispatch.connector.ResultFuture;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A panel under way: one batch after the other, the judge's last.
 *
 * <p>Between threads: the steps follow each other, each on a callback thread after its batch ended,
 * so rounds, notes and judgement need no lock. The batch that runs, whether the panel was called
 * off, and the result are under this run's lock, and nothing is called under it. Whoever calls off
 * ends the batch there is, or the one that is just being started; the step after it settles.
 */
final class PanelRun implements ResultFuture.Work<PanelResult> {
  private final BatchDispatcher batches;
  private final InstantSource clock;
  private final Executor callbacks;
  private final PanelRequest request;
  private final Instant start;
  private final ResultFuture<PanelResult> future = new ResultFuture<>(this);
  private final List<BatchResult> rounds = new ArrayList<>();
  private final List<String> notes = new ArrayList<>();
  private Optional<ModelResult> judgement = Optional.empty();
  private @Nullable Batch current;
  private boolean calledOff;
  private boolean endedOutside;
  private @Nullable PanelResult result;

  PanelRun(BatchDispatcher batches, InstantSource clock, Executor callbacks, PanelRequest request) {
    this.batches = batches;
    this.clock = clock;
    this.callbacks = callbacks;
    this.request = request;
    this.start = clock.instant();
  }

  /** Begins; misuse of the prompt is thrown here. */
  ResultFuture<PanelResult> begin() {
    Procedure.of(this).begin();
    return future;
  }

  PanelRequest request() {
    return request;
  }

  void note(String words) {
    notes.add(words);
  }

  /** Asks all members, one prompt each; {@code roundsLeft} share the time, this one included. */
  void round(List<Prompt> prompts, int roundsLeft, Consumer<BatchResult> then) {
    var asked = BatchRequest.builder(request.members(), prompts.stream().map(this::turn).toList());
    request.maxConcurrency().ifPresent(asked::maxConcurrency);
    request.listener().ifPresent(asked::listener);
    request
        .deadline()
        .ifPresent(limit -> asked.deadline(positive(forRounds(limit).dividedBy(roundsLeft))));
    ask(asked.build(), rounds::add, then);
  }

  /** Asks the judge, if there is time and budget; it hears empty and a note if not. */
  void judge(Prompt prompt, List<Opinion> opinions, Consumer<Optional<ModelResult>> then) {
    opinions.stream()
        .filter(Opinion::isCut)
        .forEach(cut -> note("The judge saw the start of " + cut.answer().target() + " alone."));
    if (!mayGoOn("the judge")) {
      then.accept(Optional.empty());
      return;
    }
    var asked = BatchRequest.builder(List.of(request.judge()), turn(prompt));
    request.deadline().ifPresent(limit -> asked.deadline(left(limit)));
    int slot = request.members().size();
    request
        .listener()
        .ifPresent(listener -> asked.listener((zero, event) -> listener.onEvent(slot, event)));
    ask(
        asked.build(),
        answer -> judgement = Optional.of(answer.results().get(0)),
        answer -> then.accept(judgement));
  }

  /** Whether budget and time allow another step; if not, a note says so. */
  boolean mayGoOn(String what) {
    long used = used().totalTokens();
    if (used >= request.maxTokens().orElse(Long.MAX_VALUE)) {
      note("No tokens were left for " + what + " (" + used + " used).");
      return false;
    }
    if (request.deadline().filter(limit -> left(limit).compareTo(Duration.ZERO) <= 0).isPresent()) {
      note("No time was left for " + what + ".");
      return false;
    }
    return true;
  }

  /** Returns the answers of a round that the judge's own model did not give. */
  List<Opinion> opinions(BatchResult round) {
    List<Opinion> opinions = new ArrayList<>();
    for (Opinion opinion : Opinion.of(round)) {
      if (opinion.answer().answeredBy().equals(request.judge())) {
        note("What " + opinion.answer().target() + " said came from the judge; it does not count.");
      } else {
        opinions.add(opinion);
      }
    }
    return opinions;
  }

  /** Returns what the judge decided; empty, and a note, if it failed, is a member, or rambles. */
  Optional<Decision> readable(ModelResult judged, Function<String, Optional<Decision>> reading) {
    if (!(judged instanceof Answered answer)) {
      String kind = judged.unanswered().map(u -> u.failure().kind().code()).orElse("");
      note("The judge " + request.judge() + " failed: " + kind + ".");
      return Optional.empty();
    }
    if (isMember(answer.answeredBy())) {
      note("The judge's answer came from " + answer.answeredBy() + ", which is in the panel.");
      return Optional.empty();
    }
    Optional<Decision> decision = reading.apply(answer.text());
    if (decision.isEmpty()) {
      note("The judge " + request.judge() + " failed: its answer is no judgement.");
    }
    return decision;
  }

  private boolean isMember(ModelTarget who) {
    return request.members().contains(who)
        || rounds.stream()
            .flatMap(r -> r.answers().stream())
            .anyMatch(a -> a.answeredBy().equals(who));
  }

  /** Settles where there is nothing to judge. */
  void settleWithFew(List<Opinion> opinions) {
    if (opinions.isEmpty()) {
      note("No member gave an opinion.");
      settle(Decision.none());
    } else {
      note("Only " + opinions.get(0).answer().target() + " gave an opinion; nothing to judge.");
      settle(Decision.opinion(PanelResult.Basis.MEMBERS, opinions.get(0)));
    }
  }

  void settle(Decision decision) {
    var whole = new PanelResult(decision, rounds, judgement, notes, elapsed());
    boolean outside;
    synchronized (this) {
      if (result != null) {
        return;
      }
      result = whole;
      outside = endedOutside;
    }
    if (!outside) { // else the future is being ended by whoever holds it
      future.settle(whole);
    }
  }

  private void ask(BatchRequest asked, Consumer<BatchResult> keep, Consumer<BatchResult> then) {
    if (isCalledOff()) {
      settleCalledOff();
      return;
    }
    Batch batch = batches.start(asked);
    synchronized (this) {
      current = batch;
    }
    if (isCalledOff()) {
      batch.cancel(); // whoever called off meanwhile did not see it
    }
    var unused = batch.result().thenAcceptAsync(ended -> step(ended, keep, then), callbacks);
  }

  private void step(BatchResult ended, Consumer<BatchResult> keep, Consumer<BatchResult> then) {
    keep.accept(ended);
    if (isCalledOff()) {
      settleCalledOff();
      return;
    }
    try {
      then.accept(ended);
    } catch (RuntimeException e) {
      note("The next step could not begin: " + e.getClass().getSimpleName() + ".");
      settle(Decision.none());
    }
  }

  private void settleCalledOff() {
    note("The panel was called off.");
    settle(Decision.none());
  }

  private synchronized boolean isCalledOff() {
    return calledOff;
  }

  /** Ends what runs; false if all had ended. */
  boolean callOff() {
    Batch running;
    synchronized (this) {
      if (result != null) {
        return false;
      }
      calledOff = true;
      running = current;
    }
    if (running != null) {
      running.cancel();
    }
    return true;
  }

  @Override
  public boolean cancel() {
    synchronized (this) {
      endedOutside = result == null;
    }
    return callOff();
  }

  @Override
  public synchronized Optional<PanelResult> outcome() {
    return Optional.ofNullable(result);
  }

  private Prompt turn(Prompt prompt) {
    return request
        .turnTimeout()
        .map(limit -> prompt.toBuilder().timeout(limit).build())
        .orElse(prompt);
  }

  private Usage used() {
    return rounds.stream().map(BatchResult::usage).reduce(Usage.none(), Usage::plus);
  }

  private Duration elapsed() {
    return Duration.between(start, clock.instant());
  }

  private Duration left(Duration deadline) {
    return deadline.minus(elapsed());
  }

  /** A quarter of the deadline is the judge's. */
  private Duration forRounds(Duration deadline) {
    return left(deadline).minus(deadline.dividedBy(4));
  }

  private static Duration positive(Duration time) {
    return time.compareTo(Duration.ofMillis(1)) < 0 ? Duration.ofMillis(1) : time;
  }
}
