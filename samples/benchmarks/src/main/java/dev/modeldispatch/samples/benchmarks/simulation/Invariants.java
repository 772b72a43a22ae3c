package dev.modeldispatch.samples.benchmarks.simulation;

import dev.modeldispatch.Answered;
import dev.modeldispatch.Attempt;
import dev.modeldispatch.Attempt.Sent;
import dev.modeldispatch.Cancelled;
import dev.modeldispatch.Failed;
import dev.modeldispatch.Failure;
import dev.modeldispatch.FailureKind;
import dev.modeldispatch.ModelResult;
import dev.modeldispatch.TimedOut;
import dev.modeldispatch.Unanswered;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** What has to hold of one dispatch, or slot, once a run is over. */
final class Invariants {
  private final World world;
  private final Scenario scenario;
  private final AttemptInvariants attempts;
  private final ChainInvariants chains;
  private final long closedAt;

  Invariants(
      World world, Scenario scenario, SimulatedNetwork network, List<Asked> all, long closedAt) {
    this.world = world;
    this.scenario = scenario;
    this.attempts = new AttemptInvariants(world, scenario, network);
    this.chains = new ChainInvariants(world, scenario, all);
    this.closedAt = closedAt;
  }

  void check(Asked asked) {
    Optional<ModelResult> result = asked.result();
    expect(result.isPresent(), "G1 one outcome each", asked);
    if (result.isPresent()) {
      ModelResult how = result.get();
      told(asked, how);
      times(asked, how);
      attempts.check(asked, how);
      chains.check(asked, how);
      sends(asked, how);
      outcome(asked, how);
    }
  }

  private void told(Asked asked, ModelResult how) {
    expect(how.target().equals(asked.target()), "G1 the result is of the one asked", asked);
    boolean listens = asked.isHeard();
    expect(asked.settledEvents() == (listens ? 1 : 0), "G1 one Settled each", asked);
    asked.told().ifPresent(told -> expect(isSame(told, how), "Settled tells the result", asked));
    if (listens) {
      String said = how.fold(Answered::text, u -> u.partialText().orElse(""));
      boolean refused = // a text that does not meet the schema is kept, but not told as an answer
          how.unanswered()
              .filter(u -> u.failure().kind() == FailureKind.STRUCTURED_OUTPUT)
              .isPresent();
      expect(
          asked.heardText().equals(said) || (refused && asked.heardText().isEmpty()),
          "the streamed text is the result's",
          asked);
    }
  }

  private static boolean isSame(ModelResult told, ModelResult how) {
    return told == how
        || (told.status() == how.status()
            && told.attempts().equals(how.attempts())
            && told.toString().equals(how.toString()));
  }

  private void times(Asked asked, ModelResult how) {
    long elapsed = how.elapsed().toNanos();
    long limit = asked.prompt().timeout().orElse(scenario.timeout()).toNanos();
    boolean launched = asked.batch().isEmpty() || !asked.exchanges().isEmpty();
    expect(!launched || elapsed <= limit, "G3 an outcome by the deadline", asked);
    expect(
        asked.batch().isPresent() || asked.settledAt() - asked.askedAt() == elapsed,
        "the time it took is the time that passed",
        asked);
    expect(
        closedAt < 0 || asked.settledAt() <= Math.max(closedAt, asked.askedAt()),
        "close ends everything at once",
        asked);
    for (Exchange exchange : asked.exchanges()) {
      expect(
          exchange.isOver() && exchange.overAt() <= asked.settledAt(),
          "G4 no attempt outlives its dispatch",
          asked);
    }
  }

  private void sends(Asked asked, ModelResult how) {
    long sent = asked.exchanges().stream().filter(Exchange::arrived).count();
    long yes = count(how, Sent.YES);
    long maybe = count(how, Sent.MAYBE);
    expect(yes <= sent && sent <= yes + maybe, "G5 no hidden sends", asked);
    boolean left = asked.exchanges().stream().anyMatch(Exchange::bytesLeft);
    expect(
        !(how instanceof Unanswered u) || u.maybeProcessed() == left,
        "G6 maybeProcessed exactly if bytes may have left",
        asked);
  }

  private static long count(ModelResult how, Sent sent) {
    long count = 0;
    for (Attempt attempt : how.attempts()) {
      count += attempt.sent() == sent ? 1 : 0;
    }
    return count;
  }

  private void outcome(Asked asked, ModelResult how) {
    if (how instanceof Answered answered) {
      answered(asked, answered);
    } else if (how instanceof Failed failed) {
      failed(asked, failed);
    } else if (how instanceof TimedOut late) {
      timedOut(asked, late);
    } else if (how instanceof Cancelled cancelled) {
      expect(isWanted(asked, cancelled), "a cancel has the reason that was", asked);
    }
  }

  private void answered(Asked asked, Answered answered) {
    expect(
        asked.exchanges().stream()
                .filter(x -> x.target().equals(answered.answeredBy()))
                .flatMap(x -> x.answerGiven().stream())
                .filter(answered.text()::equals)
                .count()
            == 1,
        "the answer is what the network gave",
        asked);
  }

  /** An attempt's failure, or the front door's own: then there was no attempt. */
  private void failed(Asked asked, Failed failed) {
    boolean told =
        failed.attempts().stream()
            .filter(a -> a.target().equals(failed.answeredBy()))
            .anyMatch(a -> a.failure().equals(Optional.of(failed.failure())));
    boolean ours =
        failed.failure().kind() == FailureKind.OVERLOADED_LOCALLY && failed.attempts().isEmpty();
    expect(told || ours, "the failure is what the last attempt met", asked);
  }

  private void timedOut(Asked asked, TimedOut late) {
    boolean exact =
        switch (late.deadline()) {
          case DISPATCH -> late.elapsed().equals(late.limit());
          case BATCH ->
              asked
                  .batch()
                  .filter(
                      b ->
                          b.plan().deadline().filter(late.limit()::equals).isPresent()
                              && asked.settledAt() == b.startedAt() + late.limit().toNanos())
                  .isPresent();
        };
    expect(exact, "G3 a deadline ends it at its instant", asked);
    boolean inVain =
        late.deadline() == TimedOut.Deadline.DISPATCH
            && isAloneAtNetwork(asked)
            && last(asked).filter(x -> isBeyond(asked.settledAt() - x.overAt(), x)).isPresent();
    expect(!inVain, "G8 a hint beyond the deadline is not waited for", asked);
  }

  /** Whether it had nobody to wait for besides: no other leg, nobody whose lane is full. */
  private boolean isAloneAtNetwork(Asked asked) {
    return asked.prompt().hedge().isEmpty() && scenario.fallbacksOf(asked).isEmpty();
  }

  /** Whether the server's hint, if it gave one, was longer than this. */
  private static boolean isBeyond(long nanos, Exchange exchange) {
    return exchange
        .failure()
        .flatMap(Failure::retryAfter)
        .filter(hint -> hint.compareTo(Duration.ofNanos(nanos)) >= 0)
        .isPresent();
  }

  private boolean isWanted(Asked asked, Cancelled cancelled) {
    return switch (cancelled.reason()) {
      case CALLER -> asked.isCancelTried();
      case INTERRUPTED -> false;
      case BATCH -> asked.batch().filter(AskedBatch::isCancelTried).isPresent();
      case COMPLETION_MET -> asked.batch().filter(BatchInvariants::isComplete).isPresent();
      case CLOSED -> closedAt >= 0 && asked.settledAt() >= closedAt;
    };
  }

  private static Optional<Exchange> last(Asked asked) {
    List<Exchange> all = asked.exchanges();
    return all.isEmpty() ? Optional.empty() : Optional.of(all.get(all.size() - 1));
  }

  private void expect(boolean kept, String promise, Asked asked) {
    if (!kept) {
      world.expect(false, promise, detail(asked));
    }
  }

  static Supplier<String> detail(Asked asked) {
    return () ->
        asked
            + " asked at "
            + Duration.ofNanos(asked.askedAt())
            + ", settled at "
            + Duration.ofNanos(asked.settledAt())
            + ", attempts "
            + asked.result().map(ModelResult::attempts).orElse(List.of())
            + ", fallbacks "
            + asked.prompt().fallbacks()
            + ", hedge "
            + asked.prompt().hedge()
            + asked.hedge();
  }
}
