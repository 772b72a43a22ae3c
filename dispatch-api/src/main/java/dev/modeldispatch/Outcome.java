package dev.modeldispatch;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** What all four cases of a result have in common. */
abstract class Outcome {
  private final ModelTarget target;
  private final ModelTarget answeredBy;
  private final Duration elapsed;
  private final ModelResult.Timings timings;
  private final List<Attempt> attempts;
  private final Usage usage;
  private final Optional<Session> session;
  private final List<String> notes;

  Outcome(ResultBuilder builder) {
    target = builder.target;
    answeredBy = builder.answeredBy;
    elapsed = builder.elapsed;
    timings = builder.timings;
    attempts = builder.attempts;
    usage = builder.usage;
    session = builder.session;
    notes = List.copyOf(builder.notes);
  }

  /** {@return who was asked} */
  public ModelTarget target() {
    return target;
  }

  /** {@return who was asked last} */
  public ModelTarget answeredBy() {
    return answeredBy;
  }

  /** {@return from the call to the result} */
  public Duration elapsed() {
    return elapsed;
  }

  /** {@return when what happened} */
  public ModelResult.Timings timings() {
    return timings;
  }

  /** {@return all tries, in order} */
  public List<Attempt> attempts() {
    return attempts;
  }

  /** {@return what all tries used together} */
  public Usage usage() {
    return usage;
  }

  /** {@return the conversation, if it was kept} */
  public Optional<Session> session() {
    return session;
  }

  /** {@return what else is worth knowing} */
  public List<String> notes() {
    return notes;
  }

  String facts(String name, String more) {
    return name + "[" + target + ", " + elapsed.toMillis() + " ms" + more + "]";
  }
}
