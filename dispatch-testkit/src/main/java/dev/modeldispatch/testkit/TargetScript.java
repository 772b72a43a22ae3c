package dev.modeldispatch.testkit;

import dev.modeldispatch.Failure;
import dev.modeldispatch.FailureKind;
import dev.modeldispatch.Prompt;
import dev.modeldispatch.Usage;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * What a target of a {@link ScriptedDispatcher} does: one behaviour, or several with {@link #then}
 * between them; the last one repeats. Thread-safe.
 *
 * <pre>{@code
 * models.target("openai/a").fails(FailureKind.RATE_LIMITED).times(2).then().answers("well");
 * models.target("openai/b").after(Duration.ofSeconds(2)).tells("par").hangs();
 * }</pre>
 */
public final class TargetScript {
  private final Sequence<ScriptedReply> replies;
  private Duration delay = Duration.ZERO;
  private List<String> pieces = List.of();
  private Duration pace = Duration.ZERO;
  private Usage usage = Usage.exact(1, 1);

  TargetScript(Sequence<ScriptedReply> replies) {
    this.replies = replies;
  }

  /** Delays the end of the behaviour that follows. */
  public synchronized TargetScript after(Duration wait) {
    delay = wait;
    return this;
  }

  /** Waits this long before each piece that is told; by default all are told at once. */
  public synchronized TargetScript every(Duration wait) {
    pace = wait;
    return this;
  }

  /** Tells these pieces of the answer before the end of the behaviour that follows. */
  public synchronized TargetScript tells(String... text) {
    pieces = List.of(text);
    return this;
  }

  /** Says what the answer that follows uses; one token in and one out by default. */
  public synchronized TargetScript using(Usage used) {
    usage = used;
    return this;
  }

  /** Answers with what was told before and this text. */
  public TargetScript answers(String text) {
    return add("answers", Optional.of(new FixedText(text)), Optional.empty());
  }

  /** Answers with this text, told word by word. */
  public TargetScript streams(String text) {
    return tells(text.split("(?<=\\s)(?=\\S)", -1)).answers("");
  }

  /** Answers with what was told before and what the function makes of the prompt. */
  public TargetScript answers(Function<? super Prompt, String> text) {
    return add("answers by function", Optional.of(text), Optional.empty());
  }

  /** Fails with this kind. */
  public TargetScript fails(FailureKind kind) {
    return fails(
        Failure.builder(kind, "The script says that it fails.").evidence("scripted").build());
  }

  /** Fails with this failure. */
  public TargetScript fails(Failure failure) {
    return add("fails " + failure.kind().code(), Optional.empty(), Optional.of(failure));
  }

  /** Never ends by itself: until it is cancelled or the prompt's timeout passes. */
  public TargetScript hangs() {
    return add("hangs", Optional.empty(), Optional.empty());
  }

  /** Plays the last behaviour this often before the next one. */
  public TargetScript times(int count) {
    replies.times(count);
    return this;
  }

  /** Opens the script for a further behaviour. */
  public TargetScript then() {
    replies.then();
    return this;
  }

  private synchronized TargetScript add(
      String name, Optional<Function<? super Prompt, String>> text, Optional<Failure> failure) {
    replies.add(new ScriptedReply(name, delay, pace, pieces, usage, text, failure));
    delay = Duration.ZERO;
    pace = Duration.ZERO;
    pieces = List.of();
    usage = Usage.exact(1, 1);
    return this;
  }

  /** An answer that does not depend on the prompt. */
  record FixedText(String text) implements Function<Prompt, String> {
    @Override
    public String apply(Prompt prompt) {
      return text;
    }
  }

  Optional<ScriptedReply> next() {
    return replies.next();
  }

  TargetScript copy(String subject) {
    return new TargetScript(replies.copy(subject));
  }

  @Override
  public String toString() {
    return replies.toString();
  }
}
