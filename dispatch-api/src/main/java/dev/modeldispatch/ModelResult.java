package dev.modeldispatch;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * What became of one prompt to one target: {@link Answered}, or {@link Unanswered} with the reason.
 *
 * <p>Whatever a model, provider, network or clock does is a result, never an exception. Results are
 * immutable, and their {@code toString} holds lengths, never a prompt, an answer or a key. Those
 * who write dispatchers make them with {@link #builder}.
 *
 * <p>The cases have {@code text()} and {@code failure()} without an Optional; here they are reached
 * by {@link #fold}, {@link #answered} and {@link #unanswered}.
 */
public sealed interface ModelResult permits Answered, Unanswered {

  /** The four ways a dispatch ends. */
  enum Status {
    /** A complete answer. */
    ANSWERED,
    /** No answer, for a named reason. */
    FAILED,
    /** No answer by the deadline. */
    TIMED_OUT,
    /** The work was called off. */
    CANCELLED
  }

  /**
   * When what happened, from the moment the dispatcher was called.
   *
   * @param queued how long the dispatch waited for its turn
   * @param firstText when the first text of the answer came, if it came
   */
  record Timings(Duration queued, Optional<Duration> firstText) {
    /** No queue, no text. */
    public static final Timings NONE = new Timings(Duration.ZERO, Optional.empty());
  }

  /** Returns a builder of a result for the target that was asked. */
  static ResultBuilder builder(ModelTarget target) {
    return new ResultBuilder(target);
  }

  /** {@return who was asked} */
  ModelTarget target();

  /** {@return who was asked last: whose answer or whose failure this is} */
  ModelTarget answeredBy();

  /** {@return the case} */
  Status status();

  /** {@return from the call to the result, on a monotonic clock} */
  Duration elapsed();

  /** {@return when what happened} */
  Timings timings();

  /** {@return all tries, in order; empty if nothing was tried} */
  List<Attempt> attempts();

  /** {@return what all tries used together} */
  Usage usage();

  /** {@return the conversation, ready for the next prompt, if it was kept} */
  Optional<Session> session();

  /** {@return what else is worth knowing, in our own words; usually empty} */
  List<String> notes();

  /** {@return this, if it is an answer} */
  default Optional<Answered> answered() {
    return this instanceof Answered a ? Optional.of(a) : Optional.empty();
  }

  /** {@return this, if it is no answer} */
  default Optional<Unanswered> unanswered() {
    return this instanceof Unanswered u ? Optional.of(u) : Optional.empty();
  }

  /** {@return whether this is an answer} */
  default boolean isAnswered() {
    return this instanceof Answered;
  }

  /** Returns what the function for this case makes of it. */
  default <T> T fold(
      Function<? super Answered, ? extends T> answered,
      Function<? super Unanswered, ? extends T> unanswered) {
    return this instanceof Answered a ? answered.apply(a) : unanswered.apply((Unanswered) this);
  }

  /** {@return the answer} or throws {@link DispatchException} with this result. */
  default Answered orElseThrow() {
    if (this instanceof Answered a) {
      return a;
    }
    throw new DispatchException((Unanswered) this);
  }
}
