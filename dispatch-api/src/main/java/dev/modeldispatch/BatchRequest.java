package dev.modeldispatch;

import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** One prompt for several targets, or one for each, and how far to go. Immutable. */
public final class BatchRequest {
  private static final int MAX_TARGETS = 100_000;

  /** Hears what happens in a batch: serially and in order for each slot. */
  @FunctionalInterface
  public interface Listener {
    /** Hears one event of the target at this place. */
    void onEvent(int slot, DispatchEvent event);

    /** {@return whether it reads text as it comes, so that providers are asked to stream} */
    default boolean wantsText() {
      return true;
    }
  }

  private final List<ModelTarget> targets;
  private final List<Prompt> prompts;
  private final Optional<Duration> deadline;
  private final Completion completion;
  private final OptionalInt maxConcurrency;
  private final Optional<Listener> listener;

  private BatchRequest(Builder builder) {
    targets = builder.targets;
    prompts = builder.prompts;
    deadline = builder.deadline;
    completion = builder.completion;
    maxConcurrency = builder.maxConcurrency;
    listener = builder.listener;
  }

  /** Returns the request of one text for all targets. */
  public static BatchRequest of(List<ModelTarget> targets, String prompt) {
    return of(targets, Prompt.of(prompt));
  }

  /** Returns the request of one prompt for all targets. */
  public static BatchRequest of(List<ModelTarget> targets, Prompt prompt) {
    return builder(targets, prompt).build();
  }

  /** Returns a builder of a request of one prompt for all targets; duplicates are kept apart. */
  public static Builder builder(List<ModelTarget> targets, Prompt prompt) {
    return new Builder(targets, Collections.nCopies(targets.size(), prompt), true);
  }

  /** Returns a builder of a request with a prompt of its own for each target, by place. */
  public static Builder builder(List<ModelTarget> targets, List<Prompt> prompts) {
    return new Builder(targets, List.copyOf(prompts), false);
  }

  /** {@return who is asked, in order} */
  public List<ModelTarget> targets() {
    return targets;
  }

  /** {@return what is asked, one prompt for each target} */
  public List<Prompt> prompts() {
    return prompts;
  }

  /** {@return how long the whole batch may take; empty: as long as its dispatches take} */
  public Optional<Duration> deadline() {
    return deadline;
  }

  /** {@return when the batch has what it wants} */
  public Completion completion() {
    return completion;
  }

  /** {@return how many dispatches run at once; empty: all} */
  public OptionalInt maxConcurrency() {
    return maxConcurrency;
  }

  /** {@return who hears what happens} */
  public Optional<Listener> listener() {
    return listener;
  }

  @Override
  public String toString() {
    return "BatchRequest[" + targets.size() + " targets, " + completion + "]";
  }

  /** Collects a request's values. {@link #build} may be called more than once. Not thread-safe. */
  public static final class Builder {
    private final List<ModelTarget> targets;
    private final List<Prompt> prompts;
    private final boolean shared;
    private Optional<Duration> deadline = Optional.empty();
    private Completion completion = Completion.all();
    private OptionalInt maxConcurrency = OptionalInt.empty();
    private Optional<Listener> listener = Optional.empty();

    private Builder(List<ModelTarget> targets, List<Prompt> prompts, boolean shared) {
      this.targets = List.copyOf(targets);
      this.prompts = prompts;
      this.shared = shared;
    }

    /** Bounds the whole batch, waiting slots included; by default only its dispatches are bound. */
    public Builder deadline(Duration limit) {
      deadline = Optional.of(limit);
      return this;
    }

    /** Sets when the batch has what it wants; {@link Completion#all()} by default. */
    public Builder completion(Completion condition) {
      completion = condition;
      return this;
    }

    /** Bounds how many dispatches run at once; by default all do. */
    public Builder maxConcurrency(int dispatches) {
      maxConcurrency = OptionalInt.of(dispatches);
      return this;
    }

    /** Sets who hears what happens; nobody by default. */
    public Builder listener(Listener listener) {
      this.listener = Optional.of(listener);
      return this;
    }

    /** Returns the request, or throws with all that is wrong with it. */
    public BatchRequest build() {
      int size = targets.size();
      var problems = Misuse.check("batch");
      problems
          .unless(size > 0, () -> "no targets; name at least one, for example openai/gpt-x")
          .unless(size <= MAX_TARGETS, () -> size + " targets; at most " + MAX_TARGETS)
          .unless(
              prompts.size() == size,
              () -> prompts.size() + " prompts for " + size + " targets; give one for each")
          .unless(
              completion.needed() <= Math.max(1, size),
              () -> completion + " needs more than the " + size + " targets there are")
          .unless(
              deadline.map(Builder::isBound).orElse(true),
              () ->
                  "deadline "
                      + deadline.orElseThrow()
                      + " must be above zero and at most "
                      + Prompt.MAX_TIMEOUT)
          .unless(
              maxConcurrency.orElse(1) > 0,
              () -> "maxConcurrency " + maxConcurrency.orElse(0) + " must be at least 1")
          .unless(
              !shared || prompts.isEmpty() || isFresh(prompts.get(0)),
              () ->
                  "one prompt for all targets cannot have a "
                      + prompts.get(0).session()
                      + "; use Session.fresh(), or a prompt for each target");
      problems.orThrow();
      return new BatchRequest(this);
    }

    private static boolean isBound(Duration limit) {
      return limit.compareTo(Duration.ZERO) > 0 && limit.compareTo(Prompt.MAX_TIMEOUT) <= 0;
    }

    private static boolean isFresh(Prompt prompt) {
      return prompt.session().mode() == Session.Mode.FRESH;
    }
  }
}
