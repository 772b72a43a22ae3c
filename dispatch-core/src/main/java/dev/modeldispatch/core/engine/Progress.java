package dev.modeldispatch.core.engine;

import dev.modeldispatch.Attempt;
import dev.modeldispatch.ModelResult;
import dev.modeldispatch.ModelTarget;
import dev.modeldispatch.ResultBuilder;
import dev.modeldispatch.Session;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** What a dispatch knows of its way so far. Not thread-safe: used under its dispatch's lock. */
final class Progress {
  private final List<Attempt> attempts = new ArrayList<>(1);
  private int begun;
  private final StringBuilder text = new StringBuilder(0);
  private Duration queued = Duration.ZERO;
  private Optional<Duration> queuedSince = Optional.of(Duration.ZERO);
  private Optional<Duration> firstText = Optional.empty();
  private Optional<Session> session = Optional.empty();

  /** {@return the number of the next attempt} */
  int nextNumber() {
    return ++begun;
  }

  void add(Attempt attempt) {
    attempts.add(attempt);
  }

  void queues(Duration now) {
    queuedSince = Optional.of(now);
  }

  void goesOn(Duration now) {
    queuedSince.ifPresent(since -> queued = queued.plus(now.minus(since)));
    queuedSince = Optional.empty();
  }

  void answerText(String piece, Duration now) {
    text.append(piece);
    firstText = firstText.or(() -> Optional.of(now));
  }

  boolean nothingCame() {
    return text.isEmpty();
  }

  void kept(Session kept) {
    session = Optional.of(kept);
  }

  /** Returns the facts of a result that is made now. */
  ResultBuilder facts(ModelTarget target, ModelTarget asked, Ending ending, Duration now) {
    goesOn(now);
    attempts.sort(Comparator.comparingInt(Attempt::number)); // a loser may have begun first
    Optional<Duration> first =
        ending.isAnswer() && firstText.isEmpty() ? Optional.of(now) : firstText;
    ResultBuilder facts =
        ModelResult.builder(target)
            .answeredBy(asked)
            .elapsed(now)
            .timings(new ModelResult.Timings(queued, first))
            .attempts(attempts);
    if (!ending.isAnswer()) {
      facts.partialText(text.toString());
    }
    session.ifPresent(facts::session);
    return facts;
  }
}
