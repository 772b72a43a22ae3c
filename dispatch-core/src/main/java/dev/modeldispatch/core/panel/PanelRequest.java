package dev.modeldispatch.core.panel;

import dev.modeldispatch.BatchRequest;
import dev.modeldispatch.Misuse;
import dev.modeldispatch.ModelTarget;
import dev.modeldispatch.Prompt;
import dev.modeldispatch.Session;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/** Whom a panel asks, who judges, and how far it may go. Immutable. */
public final class PanelRequest {
  /** How many members a panel has at most. */
  public static final int MAX_MEMBERS = 10;

  private static final int MAX_REBUTTALS = 5;

  /** How a panel comes to its decision. */
  public enum Kind {
    /** Each member answers, and the judge says which answer is best and gives the final one. */
    SECOND_OPINION,
    /** Each member says whether it objects; if that does not decide, the judge does. */
    CONSENSUS,
    /** Members propose, answer each other in rounds, and the judge sums up. */
    COUNCIL
  }

  private final Kind kind;
  private final List<ModelTarget> members;
  private final ModelTarget judge;
  private final Prompt prompt;
  private final Optional<Duration> deadline;
  private final Optional<Duration> turnTimeout;
  private final OptionalInt maxConcurrency;
  private final OptionalLong maxTokens;
  private final Optional<BatchRequest.Listener> listener;
  private final int rebuttals;
  private final int acceptUpTo;
  private final int stopFrom;

  private PanelRequest(Builder builder) {
    kind = builder.kind;
    members = builder.members;
    judge = builder.judge;
    prompt = builder.prompt;
    deadline = builder.deadline;
    turnTimeout = builder.turnTimeout;
    maxConcurrency = builder.maxConcurrency;
    maxTokens = builder.maxTokens;
    listener = builder.listener;
    rebuttals = builder.rebuttals.orElse(1);
    acceptUpTo = builder.acceptUpTo.orElse(members.size() / 5);
    stopFrom = builder.stopFrom.orElse(members.size() / 2 + 1);
  }

  /** Returns a builder of a panel of this kind. */
  public static Builder builder(
      Kind kind, List<ModelTarget> members, ModelTarget judge, Prompt prompt) {
    return new Builder(kind, members, judge, prompt);
  }

  /** {@return how it comes to its decision} */
  public Kind kind() {
    return kind;
  }

  /** {@return who is asked, in order} */
  public List<ModelTarget> members() {
    return members;
  }

  /** {@return who judges, never a member} */
  public ModelTarget judge() {
    return judge;
  }

  /** {@return what is asked} */
  public Prompt prompt() {
    return prompt;
  }

  Optional<Duration> deadline() {
    return deadline;
  }

  Optional<Duration> turnTimeout() {
    return turnTimeout.or(prompt::timeout);
  }

  OptionalInt maxConcurrency() {
    return maxConcurrency;
  }

  OptionalLong maxTokens() {
    return maxTokens;
  }

  Optional<BatchRequest.Listener> listener() {
    return listener;
  }

  int rebuttals() {
    return rebuttals;
  }

  int acceptUpTo() {
    return acceptUpTo;
  }

  int stopFrom() {
    return stopFrom;
  }

  @Override
  public String toString() {
    return "PanelRequest[" + kind + ", " + members.size() + " members, judge " + judge + "]";
  }

  /** Collects a request's values. {@link #build} may be called more than once. Not thread-safe. */
  public static final class Builder {
    private final Kind kind;
    private final List<ModelTarget> members;
    private final ModelTarget judge;
    private final Prompt prompt;
    private Optional<Duration> deadline = Optional.empty();
    private Optional<Duration> turnTimeout = Optional.empty();
    private OptionalInt maxConcurrency = OptionalInt.empty();
    private OptionalLong maxTokens = OptionalLong.empty();
    private Optional<BatchRequest.Listener> listener = Optional.empty();
    private OptionalInt rebuttals = OptionalInt.empty();
    private OptionalInt acceptUpTo = OptionalInt.empty();
    private OptionalInt stopFrom = OptionalInt.empty();

    private Builder(Kind kind, List<ModelTarget> members, ModelTarget judge, Prompt prompt) {
      this.kind = kind;
      this.members = List.copyOf(members);
      this.judge = judge;
      this.prompt = prompt;
    }

    /**
     * Bounds the whole panel; by default only its dispatches are bound. A quarter of it is kept for
     * the judge, so that a member that hangs does not take the judgement as well.
     */
    public Builder deadline(Duration limit) {
      deadline = Optional.of(limit);
      return this;
    }

    /** Bounds each turn of a member and of the judge; by default the prompt's timeout does. */
    public Builder turnTimeout(Duration limit) {
      turnTimeout = Optional.of(limit);
      return this;
    }

    /** Bounds how many members are asked at once; by default all are. */
    public Builder maxConcurrency(int dispatches) {
      maxConcurrency = OptionalInt.of(dispatches);
      return this;
    }

    /**
     * Begins no further round, and asks no judge, once this many tokens were used. What runs is not
     * stopped; what a provider does not report does not count.
     */
    public Builder maxTokens(long tokens) {
      maxTokens = OptionalLong.of(tokens);
      return this;
    }

    /** Sets who hears what happens: slots are members by place, and the judge after the last. */
    public Builder listener(BatchRequest.Listener listener) {
      this.listener = Optional.of(listener);
      return this;
    }

    /** Sets a council's rounds after the proposals, 0 to 5; 1 by default. */
    public Builder rebuttals(int rounds) {
      rebuttals = OptionalInt.of(rounds);
      return this;
    }

    /**
     * Sets up to how many objections a consensus accepts, and from how many on it stops; between
     * them the judge decides. By default a fifth of the members and more than half: 1 and 3 of 5.
     */
    public Builder thresholds(int acceptUpTo, int stopFrom) {
      this.acceptUpTo = OptionalInt.of(acceptUpTo);
      this.stopFrom = OptionalInt.of(stopFrom);
      return this;
    }

    /** Returns the request, or throws with all that is wrong with it. */
    public PanelRequest build() {
      var problems = Misuse.check("panel");
      checkPeople(problems);
      checkPrompt(problems);
      checkBounds(problems);
      problems.orThrow();
      return new PanelRequest(this);
    }

    private void checkPeople(Misuse problems) {
      problems
          .unless(
              members.size() >= 2 && members.size() <= MAX_MEMBERS,
              () -> members.size() + " members; name 2 to " + MAX_MEMBERS)
          .unless(
              !members.contains(judge),
              () -> "the judge " + judge + " is in the panel; name one that is not")
          .unless(
              !prompt.fallbacks().names(judge)
                  && prompt.hedge().map(hedge -> !hedge.target().equals(judge)).orElse(true),
              () -> "the judge " + judge + " is a fallback or hedge of members; name another");
    }

    private void checkPrompt(Misuse problems) {
      problems
          .unless(
              prompt.session().mode() == Session.Mode.FRESH,
              () -> "its prompt cannot have a " + prompt.session() + "; use Session.fresh()")
          .unless(
              kind != Kind.CONSENSUS || prompt.jsonSchema().isEmpty(),
              () -> "a consensus has a schema of its own; leave jsonSchema out of the prompt");
    }

    private void checkBounds(Misuse problems) {
      problems
          .unless(isAboveZero(deadline), () -> "deadline " + deadline.orElseThrow() + tooShort())
          .unless(
              isAboveZero(turnTimeout),
              () -> "turnTimeout " + turnTimeout.orElseThrow() + tooShort())
          .unless(maxConcurrency.orElse(1) > 0, () -> "maxConcurrency must be at least 1")
          .unless(maxTokens.orElse(1) > 0, () -> "maxTokens must be at least 1")
          .unless(
              rebuttals.isEmpty() || kind == Kind.COUNCIL,
              () -> "only a council has rebuttals; this is a " + kind)
          .unless(
              rebuttals.orElse(0) >= 0 && rebuttals.orElse(0) <= MAX_REBUTTALS,
              () -> "rebuttals " + rebuttals.orElse(0) + " must be 0 to " + MAX_REBUTTALS)
          .unless(
              acceptUpTo.isEmpty() || kind == Kind.CONSENSUS,
              () -> "only a consensus has thresholds; this is a " + kind)
          .unless(
              acceptUpTo.isEmpty()
                  || (acceptUpTo.orElse(0) >= 0
                      && acceptUpTo.orElse(0) < stopFrom.orElse(0)
                      && stopFrom.orElse(0) <= members.size()),
              () ->
                  "thresholds "
                      + acceptUpTo.orElse(0)
                      + " and "
                      + stopFrom.orElse(0)
                      + " must rise, from 0 to the "
                      + members.size()
                      + " members");
    }

    private static boolean isAboveZero(Optional<Duration> limit) {
      return limit.map(time -> time.compareTo(Duration.ZERO) > 0).orElse(true);
    }

    private static String tooShort() {
      return " must be above zero";
    }
  }
}
