/**
 * AssertJ assertions on results, batches, failures and fake servers, whose messages show what is
 * there and what to do next.
 *
 * <pre>{@code
 * import static dev.modeldispatch.testkit.assertj.ModelAssertions.assertThat;
 *
 * assertThat(result).hasText("blue").wasAnsweredBy("openai/b").hasAttempts(2);
 * assertThat(result).failedWith(FailureKind.RATE_LIMITED).failure().hasHttpStatus(429);
 * assertThat(batch).isPartial().hasAnswered(2).slot(1).timedOut(TimedOut.Deadline.BATCH);
 * assertThat(server).receivedPrompts(1).sawClientClose("stuck").within(Duration.ofSeconds(1));
 * }</pre>
 *
 * <p>Prompts and answers stay out of messages, but where a test names a text itself: then both are
 * shown. {@link dev.modeldispatch.testkit.assertj.ModelSoftAssertions} makes all assertions before
 * it fails.
 */
@NullMarked
package dev.modeldispatch.testkit.assertj;

import org.jspecify.annotations.NullMarked;
