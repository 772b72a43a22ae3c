package dev.modeldispatch;

import java.time.Duration;
import java.util.List;

/** One result per target, in input order. Immutable. */
public final class BatchResult {
  /** How far a batch got. */
  public enum Status {
    /** The completion condition was met. */
    COMPLETE,
    /** There are answers, but the condition was not met. */
    PARTIAL,
    /** There is no answer. */
    FAILED
  }

  private final List<ModelResult> results;
  private final Status status;
  private final Duration elapsed;

  private BatchResult(List<ModelResult> results, Status status, Duration elapsed) {
    this.results = results;
    this.status = status;
    this.elapsed = elapsed;
  }

  /**
   * Returns the result of a batch whose completion condition was met, or not. For those who write
   * batch dispatchers.
   *
   * @param results one per target, in input order
   * @param completion {@link Status#COMPLETE} if the condition was met; else PARTIAL or FAILED
   *     follows from the results, whichever of the two is given
   * @param elapsed from the start to the last result
   */
  public static BatchResult of(List<ModelResult> results, Status completion, Duration elapsed) {
    boolean some = results.stream().anyMatch(ModelResult::isAnswered);
    Status status =
        completion == Status.COMPLETE ? completion : some ? Status.PARTIAL : Status.FAILED;
    return new BatchResult(List.copyOf(results), status, elapsed);
  }

  /** {@return one result per target, in input order} */
  public List<ModelResult> results() {
    return results;
  }

  /** {@return how far the batch got} */
  public Status status() {
    return status;
  }

  /** {@return the answers, in input order} */
  public List<Answered> answers() {
    return results.stream().filter(Answered.class::isInstance).map(Answered.class::cast).toList();
  }

  /** {@return the targets that did not answer, and why, in input order} */
  public List<Unanswered> failures() {
    return results.stream()
        .filter(Unanswered.class::isInstance)
        .map(Unanswered.class::cast)
        .toList();
  }

  /** {@return what all targets used together, losers included} */
  public Usage usage() {
    return results.stream().map(ModelResult::usage).reduce(Usage.none(), Usage::plus);
  }

  /** {@return from the start to the last result} */
  public Duration elapsed() {
    return elapsed;
  }

  @Override
  public String toString() {
    return "BatchResult["
        + status
        + ", "
        + answers().size()
        + " of "
        + results.size()
        + " answered, "
        + elapsed.toMillis()
        + " ms]";
  }
}
