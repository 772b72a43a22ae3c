package dev.modeldispatch;

import java.time.Duration;

/**
 * Something that happened during a dispatch. Further kinds will come, so this is not sealed: a
 * listener ignores what it does not know.
 */
public interface DispatchEvent {
  /** {@return who was asked} */
  ModelTarget target();

  /** {@return how long after the start of the dispatch it happened} */
  Duration at();

  /**
   * The dispatch waits for its turn.
   *
   * @param target who was asked
   * @param at when
   * @param waitsFor what it waits for, in our own words
   */
  record Queued(ModelTarget target, Duration at, String waitsFor) implements DispatchEvent {}

  /**
   * A try begins.
   *
   * @param target who is asked in this try
   * @param at when
   * @param number the attempt's number, from 1
   */
  record AttemptStarted(ModelTarget target, Duration at, int number) implements DispatchEvent {}

  /**
   * A piece of text came.
   *
   * @param target who answers
   * @param at when
   * @param kind whether it belongs to the answer
   * @param text the piece; {@code toString} tells its length alone
   */
  record Text(ModelTarget target, Duration at, Kind kind, String text) implements DispatchEvent {
    /** What a piece of text belongs to. */
    public enum Kind {
      /** The answer. */
      ANSWER,
      /** The model's reasoning before the answer. */
      REASONING
    }

    @Override
    public String toString() {
      return "Text[" + target + ", " + kind + ", " + text.length() + " chars]";
    }
  }

  /**
   * The dispatch waits before its next try.
   *
   * @param target who failed
   * @param at when
   * @param delay how long it will wait
   * @param source why that long, for example {@code retry-after}
   * @param failure why another try is needed
   */
  record Waiting(ModelTarget target, Duration at, Duration delay, String source, Failure failure)
      implements DispatchEvent {}

  /**
   * The dispatch goes on with another target.
   *
   * @param target who is asked from now on
   * @param at when
   * @param from who was asked before
   * @param why the reason, in our own words
   */
  record Switched(ModelTarget target, Duration at, ModelTarget from, String why)
      implements DispatchEvent {}

  /**
   * The dispatch ended; always the last event, and always delivered.
   *
   * @param target who was asked
   * @param at when
   * @param result how it ended
   */
  record Settled(ModelTarget target, Duration at, ModelResult result) implements DispatchEvent {}
}
