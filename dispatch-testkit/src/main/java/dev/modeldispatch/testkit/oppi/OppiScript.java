package dev.modeldispatch.testkit.oppi;

import dev.modeldispatch.Misuse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * How the sessions of a {@link FakeOppiServer} go: all alike, or differently with {@link #then}
 * between them, in the order in which they are created; the last way repeats. Unless told
 * otherwise, a session is ready at once, takes each prompt at once, says nothing and is ready
 * again. Thread-safe; what is said later is for sessions that are created later.
 *
 * <pre>{@code
 * server.sessions().startsFor(Duration.ofMillis(50)).worksFor(Duration.ofMillis(200));
 * server.session("flaky").dropsStreamUnanswered().then().endsWithError("out of tokens");
 * server.session("stuck").hangs().ignoresStops(1);
 * }</pre>
 */
public final class OppiScript {
  private static final class Draft {
    private Duration startsFor = Duration.ZERO;
    private Duration takesAfter = Duration.ZERO;
    private Duration worksFor = Duration.ZERO;
    private Duration stopsFor = Duration.ZERO;
    private int ignoredStops;
    private String refusal = "";
    private boolean dropsUnanswered;
    private Optional<Duration> dropsAfter = Optional.empty();
    private final List<OppiWorker> workers = new ArrayList<>();
    private String says = "";
    private OppiPlan.Ending ending = OppiPlan.Ending.READY;

    OppiPlan plan() {
      return new OppiPlan(
          startsFor,
          takesAfter,
          worksFor,
          stopsFor,
          ignoredStops,
          refusal,
          dropsUnanswered,
          dropsAfter,
          List.copyOf(workers),
          says,
          ending);
    }
  }

  private final String subject;
  private final List<Draft> drafts = new ArrayList<>(List.of(new Draft()));
  private int played;

  OppiScript(String subject) {
    this.subject = subject;
  }

  /** Is starting for this long. A prompt that comes meanwhile waits in the session. */
  public OppiScript startsFor(Duration time) {
    return draft(d -> d.startsFor = time);
  }

  /** Holds the answer to each prompt back, at REST and on the stream. */
  public OppiScript takesPromptAfter(Duration time) {
    return draft(d -> d.takesAfter = time);
  }

  /** Is busy with each prompt for this long, after what its workers take. */
  public OppiScript worksFor(Duration time) {
    return draft(d -> d.worksFor = time);
  }

  /** Does this when it is prompted; may be said several times. */
  public OppiScript works(OppiWorker worker) {
    return draft(d -> d.workers.add(worker));
  }

  /** Says this at the end of each turn. */
  public OppiScript says(String text) {
    return draft(d -> d.says = text);
  }

  /** Is ready again after each prompt, as it is by default. */
  public OppiScript endsReady() {
    return draft(d -> d.ending = OppiPlan.Ending.READY);
  }

  /** Ends each turn with this error. */
  public OppiScript endsWithError(String message) {
    return draft(d -> d.ending = OppiPlan.Ending.error(message));
  }

  /** Is busy with its first prompt until somebody stops it. */
  public OppiScript hangs() {
    return draft(d -> d.ending = OppiPlan.Ending.NEVER);
  }

  /** Takes no prompt: told as {@code prompted: false}, or as a result without success. */
  public OppiScript refusesPrompts(String message) {
    Misuse.check(subject)
        .unless(!message.isBlank(), () -> "refusesPrompts(..) needs a message")
        .orThrow();
    return draft(d -> d.refusal = message);
  }

  /** Answers this many stops and goes on as if there had been none. */
  public OppiScript ignoresStops(int count) {
    return draft(d -> d.ignoredStops = count);
  }

  /** Is stopping for this long. */
  public OppiScript stopsFor(Duration time) {
    return draft(d -> d.stopsFor = time);
  }

  /** Takes its first prompt, and cuts the stream that brought it in place of the answer. */
  public OppiScript dropsStreamUnanswered() {
    return draft(d -> d.dropsUnanswered = true);
  }

  /** Cuts the streams that hear it this long after its first turn began. */
  public OppiScript dropsStreamAfter(Duration time) {
    return draft(d -> d.dropsAfter = Optional.of(time));
  }

  /** Opens the script for the session that is created after this one. */
  public synchronized OppiScript then() {
    drafts.add(new Draft());
    return this;
  }

  synchronized OppiPlan next() {
    return drafts.get(Math.min(played++, drafts.size() - 1)).plan();
  }

  private synchronized OppiScript draft(Consumer<Draft> change) {
    change.accept(drafts.get(drafts.size() - 1));
    return this;
  }
}
