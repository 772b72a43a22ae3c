package dev.modeldispatch.testkit;

import dev.modeldispatch.Attempt;
import dev.modeldispatch.Failure;
import dev.modeldispatch.FailureKind;
import dev.modeldispatch.ModelResult;
import dev.modeldispatch.ModelTarget;
import dev.modeldispatch.Prompt;
import dev.modeldispatch.ResultBuilder;
import dev.modeldispatch.Usage;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * One behaviour of a target.
 *
 * @param name what it does, for messages
 * @param delay how long after the last piece it ends
 * @param pace how long it waits before each piece
 * @param pieces what it tells before
 * @param usage what an answer uses
 * @param text the answer, if it answers
 * @param failure the failure, if it fails; neither: it hangs
 */
record ScriptedReply(
    String name,
    Duration delay,
    Duration pace,
    List<String> pieces,
    Usage usage,
    Optional<Function<? super Prompt, String>> text,
    Optional<Failure> failure) {
  private static final Set<FailureKind> NOTHING_SENT =
      EnumSet.of(
          FailureKind.UNREACHABLE,
          FailureKind.AUTH_MISSING,
          FailureKind.PROVIDER_NOT_CONNECTED,
          FailureKind.CIRCUIT_OPEN,
          FailureKind.OVERLOADED_LOCALLY);

  boolean hangs() {
    return text.isEmpty() && failure.isEmpty();
  }

  boolean isImmediate() {
    return delay.isZero() && (pace.isZero() || pieces.isEmpty()) && !hangs();
  }

  /** Whether each play of it has the same result. */
  boolean isFixed() {
    return text.map(t -> t instanceof TargetScript.FixedText).orElse(true);
  }

  /** The pieces as one text. */
  String told() {
    return String.join("", pieces);
  }

  ModelResult result(ModelTarget target, Prompt prompt, Duration elapsed) {
    if (failure.isPresent()) {
      return failed(target, failure.get(), elapsed);
    }
    try {
      String answer = told() + text.orElseThrow().apply(prompt);
      return tried(target, elapsed, Attempt.Sent.YES, Optional.empty(), usage).answered(answer);
    } catch (RuntimeException e) {
      String evidence = e.getClass().getName();
      return failed(
          target,
          Failure.builder(FailureKind.UNKNOWN, "The script's function threw.")
              .evidence(evidence)
              .build(),
          elapsed);
    }
  }

  /** What is known of a dispatch that ends before its reply, this many pieces told. */
  ResultBuilder unfinished(ModelTarget target, int told, Duration elapsed) {
    return tried(target, elapsed, Attempt.Sent.MAYBE, Optional.empty(), Usage.unknown())
        .partialText(String.join("", pieces.subList(0, told)));
  }

  private ModelResult failed(ModelTarget target, Failure failure, Duration elapsed) {
    var sent = NOTHING_SENT.contains(failure.kind()) ? Attempt.Sent.NO : Attempt.Sent.YES;
    var used = sent == Attempt.Sent.NO ? Usage.none() : Usage.unknown();
    return tried(target, elapsed, sent, Optional.of(failure), used)
        .partialText(told())
        .failed(failure);
  }

  private static ResultBuilder tried(
      ModelTarget target,
      Duration elapsed,
      Attempt.Sent sent,
      Optional<Failure> failure,
      Usage usage) {
    var attempt =
        new Attempt(1, target, Duration.ZERO, elapsed, sent, failure, Duration.ZERO, "", usage);
    return ModelResult.builder(target).elapsed(elapsed).attempts(List.of(attempt));
  }

  @Override
  public String toString() {
    return name;
  }
}
