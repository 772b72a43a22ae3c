package dev.modeldispatch.testkit.oppi;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * How a session goes.
 *
 * @param startsFor how long it is starting
 * @param takesAfter how long the answer to a prompt is held back
 * @param worksFor how long it is busy with a prompt, besides what its workers take
 * @param stopsFor how long it is stopping
 * @param ignoredStops how many stops are answered and change nothing
 * @param refusal why it takes no prompt; empty if it does
 * @param dropsUnanswered whether the stream that brings its first prompt is cut before the answer
 * @param dropsAfter how long after its first turn began its streams are cut, if they are
 * @param workers what it does when it is prompted
 * @param says what it says at the end
 * @param ending how a turn ends
 */
record OppiPlan(
    Duration startsFor,
    Duration takesAfter,
    Duration worksFor,
    Duration stopsFor,
    int ignoredStops,
    String refusal,
    boolean dropsUnanswered,
    Optional<Duration> dropsAfter,
    List<OppiWorker> workers,
    String says,
    Ending ending) {
  /**
   * How a turn ends.
   *
   * @param status the session's status then; busy: never
   * @param error what went wrong, if something did
   */
  record Ending(OppiStatus status, String error) {
    static final Ending READY = new Ending(OppiStatus.READY, "");
    static final Ending NEVER = new Ending(OppiStatus.BUSY, "");

    static Ending error(String message) {
      return new Ending(OppiStatus.ERROR, message);
    }
  }
}
