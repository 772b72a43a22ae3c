package dev.modeldispatch;

import java.time.Duration;
import java.util.Optional;

/**
 * One try at one model, as it went.
 *
 * @param number the attempt's place in its dispatch, from 1
 * @param target who was asked
 * @param startedAfter how long after the start of the dispatch it began
 * @param elapsed how long it took
 * @param sent whether the prompt left this process
 * @param failure why it gave no answer; empty if it gave the answer
 * @param waited how long the dispatch waited before it
 * @param waitSource why it waited that long, for example {@code retry-after}; empty without a wait
 * @param usage what it used
 */
public record Attempt(
    int number,
    ModelTarget target,
    Duration startedAfter,
    Duration elapsed,
    Sent sent,
    Optional<Failure> failure,
    Duration waited,
    String waitSource,
    Usage usage) {

  /** Whether the prompt left this process. */
  public enum Sent {
    /** No byte of it left. */
    NO,
    /** Bytes of it may have left; the other side did not say. */
    MAYBE,
    /** The other side replied to it. */
    YES
  }
}
