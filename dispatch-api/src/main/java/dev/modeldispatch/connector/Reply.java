package dev.modeldispatch.connector;

import dev.modeldispatch.Answered;
import dev.modeldispatch.Attempt;
import dev.modeldispatch.Failure;
import dev.modeldispatch.Session;
import dev.modeldispatch.Usage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * How one attempt went: an answer or a failure, and what is known besides. Immutable; {@link
 * #toString} tells lengths, never text.
 */
public final class Reply {
  private final Optional<String> answer;
  private final Optional<Failure> failure;
  private final Answered.Completeness completeness;
  private final String partialText;
  private final Usage usage;
  private final Attempt.Sent sent;
  private final Optional<Session> session;
  private final List<String> notes;
  private final Optional<Limits> limits;

  /**
   * What the server said is left of its rate limits. What it did not say is empty.
   *
   * @param requests how many requests are left
   * @param requestsReset until when, from now on
   * @param tokens how many tokens are left
   * @param tokensReset until when, from now on
   */
  public record Limits(
      OptionalLong requests,
      Optional<Duration> requestsReset,
      OptionalLong tokens,
      Optional<Duration> tokensReset) {}

  private Reply(Builder builder) {
    answer = builder.answer;
    failure = builder.failure;
    completeness = builder.completeness;
    partialText = builder.partialText;
    usage = builder.usage;
    sent = builder.sent;
    session = builder.session;
    notes = List.copyOf(builder.notes);
    limits = builder.limits;
  }

  /** Returns a builder of a reply with this answer. */
  public static Builder answer(String text) {
    return new Builder(Optional.of(text), Optional.empty());
  }

  /** Returns a builder of a reply without an answer. */
  public static Builder failure(Failure failure) {
    return new Builder(Optional.empty(), Optional.of(failure));
  }

  /** Returns this reply as a failure; usage and session stay, the text that came is partial. */
  public Reply toFailure(Failure why, String text) {
    return copy(new Builder(Optional.empty(), Optional.of(why))).partialText(text).build();
  }

  /** Returns this reply with another text as its answer. */
  public Reply toAnswer(String text) {
    return copy(new Builder(Optional.of(text), Optional.empty())).build();
  }

  private Builder copy(Builder to) {
    to.completeness(completeness).usage(usage).sent(sent);
    session.ifPresent(to::session);
    limits.ifPresent(to::limits);
    notes.forEach(to::note);
    return to;
  }

  /** {@return the answer's text, if there is an answer} */
  public Optional<String> answer() {
    return answer;
  }

  /** {@return why there is no answer, if there is none} */
  public Optional<Failure> failure() {
    return failure;
  }

  /** {@return whether the protocol confirmed the answer's end} */
  public Answered.Completeness completeness() {
    return completeness;
  }

  /** {@return the text that had come before a failure; may be empty} */
  public String partialText() {
    return partialText;
  }

  /** {@return what the attempt used} */
  public Usage usage() {
    return usage;
  }

  /** {@return whether the prompt left this process} */
  public Attempt.Sent sent() {
    return sent;
  }

  /** {@return the conversation, if it was kept} */
  public Optional<Session> session() {
    return session;
  }

  /** {@return what else is worth knowing} */
  public List<String> notes() {
    return notes;
  }

  /** {@return what the server said is left of its rate limits} */
  public Optional<Limits> limits() {
    return limits;
  }

  @Override
  public String toString() {
    return "Reply["
        + answer.map(a -> "answer=" + a.length() + " chars").orElse("")
        + failure.map(Failure::toString).orElse("")
        + ", sent="
        + sent
        + "]";
  }

  /** Collects a reply's values. {@link #build} may be called more than once. Not thread-safe. */
  public static final class Builder {
    private final Optional<String> answer;
    private final Optional<Failure> failure;
    private Answered.Completeness completeness = Answered.Completeness.COMPLETE;
    private String partialText = "";
    private Usage usage = Usage.unknown();
    private Attempt.Sent sent = Attempt.Sent.YES;
    private Optional<Session> session = Optional.empty();
    private final List<String> notes = new ArrayList<>();
    private Optional<Limits> limits = Optional.empty();

    private Builder(Optional<String> answer, Optional<Failure> failure) {
      this.answer = answer;
      this.failure = failure;
    }

    /** Sets whether the protocol confirmed the end; COMPLETE by default. */
    public Builder completeness(Answered.Completeness value) {
      completeness = value;
      return this;
    }

    /** Sets the text that had come before a failure. */
    public Builder partialText(String text) {
      partialText = text;
      return this;
    }

    /** Sets what the attempt used; unknown by default. */
    public Builder usage(Usage used) {
      usage = used;
      return this;
    }

    /** Sets whether the prompt left this process; YES by default. */
    public Builder sent(Attempt.Sent value) {
      sent = value;
      return this;
    }

    /** Sets the conversation that was kept. */
    public Builder session(Session kept) {
      session = Optional.of(kept);
      return this;
    }

    /** Adds a remark in our own words. */
    public Builder note(String remark) {
      notes.add(remark);
      return this;
    }

    /** Sets what the server said is left of its rate limits. */
    public Builder limits(Limits left) {
      limits = Optional.of(left);
      return this;
    }

    /** {@return the reply} */
    public Reply build() {
      return new Reply(this);
    }
  }
}
