package dev.modeldispatch;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Collects what is known of a dispatch and ends it as one of the four results. For those who write
 * dispatchers; not thread-safe.
 */
public final class ResultBuilder {
  final ModelTarget target;
  ModelTarget answeredBy;
  Duration elapsed = Duration.ZERO;
  ModelResult.Timings timings = ModelResult.Timings.NONE;
  List<Attempt> attempts = List.of();
  Usage usage = Usage.none();
  Optional<Session> session = Optional.empty();
  final List<String> notes = new ArrayList<>();
  Optional<String> partialText = Optional.empty();
  boolean maybeProcessed;

  ResultBuilder(ModelTarget target) {
    this.target = target;
    this.answeredBy = target;
  }

  ResultBuilder(ModelResult earlier) {
    target = earlier.target();
    answeredBy = earlier.answeredBy();
    elapsed = earlier.elapsed();
    timings = earlier.timings();
    attempts = earlier.attempts();
    usage = earlier.usage();
    session = earlier.session();
    notes.addAll(earlier.notes());
    partialText = earlier.unanswered().flatMap(Unanswered::partialText);
    maybeProcessed = earlier.unanswered().map(Unanswered::maybeProcessed).orElse(true);
  }

  /** Sets who was asked last; the target by default. */
  public ResultBuilder answeredBy(ModelTarget who) {
    answeredBy = who;
    return this;
  }

  /** Sets the time from the call to the result. */
  public ResultBuilder elapsed(Duration time) {
    elapsed = time;
    return this;
  }

  /** Sets when what happened. */
  public ResultBuilder timings(ModelResult.Timings timings) {
    this.timings = timings;
    return this;
  }

  /** Sets the tries; usage and {@code maybeProcessed} follow from them. */
  public ResultBuilder attempts(List<Attempt> tries) {
    attempts = List.copyOf(tries);
    usage = attempts.stream().map(Attempt::usage).reduce(Usage.none(), Usage::plus);
    maybeProcessed = attempts.stream().anyMatch(a -> a.sent() != Attempt.Sent.NO);
    return this;
  }

  /** Sets what was used, where there are no attempts to tell it. */
  public ResultBuilder usage(Usage used) {
    usage = used;
    return this;
  }

  /** Says that bytes of the request may have left, where there are no attempts to tell it. */
  public ResultBuilder maybeProcessed() {
    maybeProcessed = true;
    return this;
  }

  /** Sets the conversation that was kept. */
  public ResultBuilder session(Session kept) {
    session = Optional.of(kept);
    return this;
  }

  /** Adds a remark in our own words. */
  public ResultBuilder note(String remark) {
    notes.add(remark);
    return this;
  }

  /** Sets the text that had come before an unanswered end. */
  public ResultBuilder partialText(String text) {
    partialText = text.isEmpty() ? Optional.empty() : Optional.of(text);
    return this;
  }

  /** {@return a complete answer} */
  public Answered answered(String text) {
    return answered(text, Answered.Completeness.COMPLETE);
  }

  /** {@return an answer whose end the protocol confirmed, or not} */
  public Answered answered(String text, Answered.Completeness completeness) {
    return new Answered(this, text, completeness);
  }

  /** {@return a failure} */
  public Failed failed(Failure failure) {
    return new Failed(this, failure);
  }

  /** {@return the end of a dispatch that ran out of time} */
  public TimedOut timedOut(TimedOut.Deadline deadline, Duration limit) {
    return new TimedOut(this, deadline, limit);
  }

  /** {@return the end of a dispatch that was called off} */
  public Cancelled cancelled(Cancelled.Reason reason) {
    return new Cancelled(this, reason);
  }
}
