package dev.modeldispatch.testkit.assertj;

import dev.modeldispatch.Answered;
import dev.modeldispatch.Cancelled;
import dev.modeldispatch.FailureKind;
import dev.modeldispatch.ModelResult;
import dev.modeldispatch.ModelTarget;
import dev.modeldispatch.TimedOut;
import dev.modeldispatch.Unanswered;
import dev.modeldispatch.Usage;
import java.util.function.Consumer;
import org.assertj.core.api.AbstractAssert;
import org.assertj.core.api.Assertions;
import org.jspecify.annotations.Nullable;

/**
 * Assertions on what became of one prompt. Messages show the outcome and the attempts; of an
 * answer's text the length, unless a text is compared.
 */
public class ModelResultAssert extends AbstractAssert<ModelResultAssert, ModelResult> {
  /** Begins assertions on a result. */
  public ModelResultAssert(@Nullable ModelResult actual) {
    super(actual, ModelResultAssert.class);
  }

  /** Fails unless it is an answer. */
  public ModelResultAssert isAnswered() {
    answer();
    return this;
  }

  /** Fails unless it is an answer with this text; shows both. */
  public ModelResultAssert hasText(String text) {
    Assertions.assertThat(answer().text()).as(about("text")).isEqualTo(text);
    return this;
  }

  /** Fails unless it is an answer whose text meets these assertions. */
  public ModelResultAssert textSatisfies(Consumer<? super String> assertions) {
    assertions.accept(answer().text());
    return this;
  }

  /** Fails unless the protocol confirmed the answer's end. */
  public ModelResultAssert isComplete() {
    if (answer().completeness() != Answered.Completeness.COMPLETE) {
      throw fail("a complete answer", "Its end was not confirmed; let the server send it.");
    }
    return this;
  }

  /** Fails unless all attempts together used these tokens, exactly. */
  public ModelResultAssert hasUsage(long inputTokens, long outputTokens) {
    return hasUsage(Usage.exact(inputTokens, outputTokens));
  }

  /** Fails unless all attempts together used this. */
  public ModelResultAssert hasUsage(Usage usage) {
    isNotNull();
    if (!actual.usage().equals(usage)) {
      throw fail(
          "usage " + usage + " but it is " + actual.usage(), "It is the sum of all attempts.");
    }
    return this;
  }

  /** Fails unless {@code provider/model} was asked. */
  public ModelResultAssert hasTarget(String target) {
    isNotNull();
    if (!actual.target().equals(ModelTarget.parse(target))) {
      throw fail("the result of " + target, "target() is who was asked, not who answered.");
    }
    return this;
  }

  /** Fails unless it is an answer of {@code provider/model}. */
  public ModelResultAssert wasAnsweredBy(String target) {
    if (!answer().answeredBy().equals(ModelTarget.parse(target))) {
      throw fail("an answer of " + target, "Look at the fallbacks and the hedge of the prompt.");
    }
    return this;
  }

  /** Fails unless there were this many attempts. */
  public ModelResultAssert hasAttempts(int count) {
    isNotNull();
    if (actual.attempts().size() != count) {
      throw fail(
          count + " attempts but there are " + actual.attempts().size(),
          "Look at what the target was scripted to do, and at the retries allowed.");
    }
    return this;
  }

  /** Fails unless it is no answer. */
  public ModelResultAssert isUnanswered() {
    unanswered();
    return this;
  }

  /** Fails unless it failed, and with this kind. */
  public ModelResultAssert failedWith(FailureKind kind) {
    isNotNull();
    if (actual.status() != ModelResult.Status.FAILED || unanswered().failure().kind() != kind) {
      throw fail("a failure with " + kind.code(), "Look at what the target was scripted to do.");
    }
    return this;
  }

  /** Begins assertions on why there is no answer; fails if there is one. */
  public FailureAssert failure() {
    return new FailureAssert(unanswered().failure()).as(about("failure"));
  }

  /** Fails unless a deadline passed. */
  public ModelResultAssert timedOut() {
    isNotNull();
    if (actual.status() != ModelResult.Status.TIMED_OUT) {
      throw fail("a timeout", "Move the time past the prompt's timeout or the batch's deadline.");
    }
    return this;
  }

  /** Fails unless this deadline passed. */
  public ModelResultAssert timedOut(TimedOut.Deadline deadline) {
    timedOut();
    if (actual instanceof TimedOut late && late.deadline() != deadline) {
      throw fail("the " + deadline + " deadline to pass", "The other one passed before.");
    }
    return this;
  }

  /** Fails unless the work was called off. */
  public ModelResultAssert isCancelled() {
    isNotNull();
    if (actual.status() != ModelResult.Status.CANCELLED) {
      throw fail("a cancelled dispatch", "Cancel it before it ends; a script that hangs() waits.");
    }
    return this;
  }

  /** Fails unless the work was called off for this reason. */
  public ModelResultAssert isCancelled(Cancelled.Reason reason) {
    isCancelled();
    if (actual instanceof Cancelled cancelled && cancelled.reason() != reason) {
      throw fail("a dispatch cancelled for " + reason, "Look at who cancels first.");
    }
    return this;
  }

  /** Fails unless bytes of a request may have left before it ended without an answer. */
  public ModelResultAssert maybeProcessed() {
    if (!unanswered().maybeProcessed()) {
      throw fail("a request that may have been processed", "Cancel or cut after it was sent.");
    }
    return this;
  }

  /** Fails if bytes of a request may have left before it ended without an answer. */
  public ModelResultAssert nothingProcessed() {
    if (unanswered().maybeProcessed()) {
      throw fail("nothing to be processed", "Asking again may cost twice.");
    }
    return this;
  }

  /** Fails unless this text had come before it ended without an answer; shows both. */
  public ModelResultAssert hasPartialText(String text) {
    Assertions.assertThat(unanswered().partialText()).as(about("partial text")).contains(text);
    return this;
  }

  /** Fails unless the conversation was kept. */
  public ModelResultAssert hasSession() {
    isNotNull();
    if (actual.session().isEmpty()) {
      throw fail("a conversation that goes on", "Ask with Session.kept(), and get an answer.");
    }
    return this;
  }

  private Answered answer() {
    isNotNull();
    return actual.answered().orElseThrow(() -> fail("an answer", "Look at the failure."));
  }

  private Unanswered unanswered() {
    isNotNull();
    return actual
        .unanswered()
        .orElseThrow(() -> fail("no answer", "Look at what the target was scripted to do."));
  }

  private String about(String part) {
    String described = descriptionText();
    return (described.isEmpty() ? "" : described + ": ") + part + " of " + actual.target();
  }

  private AssertionError fail(String expected, String remedy) {
    return failure("%s", "Expecting " + expected + ":\n" + Shown.of(actual) + "\n" + remedy);
  }
}
