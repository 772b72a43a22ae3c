package dev.modeldispatch.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.modeldispatch.Attempt;
import dev.modeldispatch.DispatchEvent;
import dev.modeldispatch.DispatchException;
import dev.modeldispatch.DispatchListener;
import dev.modeldispatch.Dispatcher;
import dev.modeldispatch.FailureKind;
import dev.modeldispatch.ModelResult;
import dev.modeldispatch.Prompt;
import dev.modeldispatch.TimedOut;
import dev.modeldispatch.Unanswered;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What every {@link Dispatcher} keeps. Extend it, fill in the hooks, and its tests run against your
 * dispatcher; each test has an instance of its own.
 */
@Timeout(30)
public abstract class DispatcherContract extends DispatcherCancelRules {
  @ParameterizedTest
  @EnumSource(Door.class)
  void anAnswerIsTheResult(Door door) throws Exception {
    var target = answering("blue");

    var result = door.ask(dispatcher(), target, HI, heard);

    var answer = result.orElseThrow();
    assertThat(answer.text()).isEqualTo("blue");
    assertThat(answer.target()).isEqualTo(target);
    assertThat(answer.elapsed()).isGreaterThanOrEqualTo(Duration.ZERO);
  }

  @ParameterizedTest
  @EnumSource(Door.class)
  void aFailureIsAResultAndNoException(Door door) throws Exception {
    var result = door.ask(dispatcher(), failing(), HI, heard);

    assertThat(result.status()).isEqualTo(ModelResult.Status.FAILED);
    assertThat(unanswered(result).failure().message()).isNotBlank();
  }

  @ParameterizedTest
  @EnumSource(Door.class)
  void aTargetThatNobodyServesIsNotConnected(Door door) throws Exception {
    var result = door.ask(dispatcher(), unserved(), HI, heard);

    var failure = unanswered(result);
    assertThat(failure.failure().kind()).isEqualTo(FailureKind.PROVIDER_NOT_CONNECTED);
    assertThat(failure.failure().message()).contains(unserved().provider());
    assertThat(failure.maybeProcessed()).isFalse();
    assertThat(result.attempts()).allMatch(attempt -> attempt.sent() == Attempt.Sent.NO);
  }

  @ParameterizedTest
  @EnumSource(Door.class)
  void settledIsTheLastEventAndComesOnce(Door door) throws Exception {
    var answered = door.ask(dispatcher(), answering("blue"), HI, heard);
    heard.awaitSettled(1, patience());
    var failed = door.ask(dispatcher(), failing(), HI, heard);
    heard.awaitSettled(2, patience());
    var unserved = door.ask(dispatcher(), unserved(), HI, heard);
    heard.awaitSettled(3, patience());

    assertThat(heard.settled()).containsExactly(answered, failed, unserved);
    for (var result : heard.settled()) {
      var events = heard.events().stream().filter(e -> e.target().equals(result.target())).toList();
      assertThat(events.get(events.size() - 1)).isInstanceOf(DispatchEvent.Settled.class);
    }
  }

  @ParameterizedTest
  @EnumSource(Door.class)
  void thePiecesOfTextMakeTheAnswer(Door door) throws Exception {
    var result = door.ask(dispatcher(), answering("blue"), HI, heard);
    heard.awaitSettled(patience());

    var told = new StringBuilder();
    heard.events(DispatchEvent.Text.class).stream()
        .filter(text -> text.kind() == DispatchEvent.Text.Kind.ANSWER)
        .forEach(text -> told.append(text.text()));
    assertThat(told.toString()).isIn("", result.orElseThrow().text());
  }

  @ParameterizedTest
  @EnumSource(Door.class)
  void aListenerThatThrowsChangesNothing(Door door) throws Exception {
    DispatchListener thrower =
        event -> {
          throw new IllegalStateException("the listener's own mistake");
        };
    DispatchListener worse =
        event -> {
          throw new AssertionError("the listener's own mistake");
        };

    assertThat(door.ask(dispatcher(), answering("blue"), HI, thrower).isAnswered()).isTrue();
    assertThat(door.ask(dispatcher(), answering("red"), HI, worse).isAnswered()).isTrue();
  }

  @Test
  void aListenerThatIsStuckDoesNotHoldTheBlockingCall() {
    var stuck = new Latch();

    var result =
        dispatcher()
            .dispatch(
                answering("blue"), HI, DispatchListener.onSettled(r -> stuck.await(patience())));

    assertThat(stuck.gaveUp()).isFalse();
    stuck.open();
    assertThat(result.isAnswered()).isTrue();
  }

  @ParameterizedTest
  @EnumSource(Door.class)
  void theDeadlineEndsTheDispatchAndIsNamed(Door door) throws Exception {
    var limit = Duration.ofMillis(300);
    var prompt = Prompt.builder("Hi").timeout(limit).build();
    var asking = new Asking<>(() -> door.ask(dispatcher(), hanging(), prompt, heard));
    awaitWorking(1);

    letPass(limit);

    var result = asking.result(patience());
    assertThat(result).isInstanceOf(TimedOut.class);
    assertThat(((TimedOut) result).deadline()).isEqualTo(TimedOut.Deadline.DISPATCH);
    assertThat(((TimedOut) result).limit()).isEqualTo(limit);
    assertThat(heard.awaitSettled(patience())).isEqualTo(result);
    awaitIdle();
  }

  @ParameterizedTest
  @EnumSource(Door.class)
  void noStringHoldsAPromptOrAnAnswer(Door door) throws Exception {
    var prompt = Prompt.of("canary-of-the-prompt");

    var answered = door.ask(dispatcher(), answering("canary-of-the-answer"), prompt, heard);
    var failed = door.ask(dispatcher(), failing(), prompt, heard);
    heard.awaitSettled(2, patience());

    assertThat(answered + " " + failed + heard.events() + answered.attempts() + failed.attempts())
        .doesNotContain("canary");
    assertThat(unanswered(failed).failure().toString()).doesNotContain("canary");
    assertThatThrownBy(failed::orElseThrow)
        .isInstanceOf(DispatchException.class)
        .asString()
        .doesNotContain("canary");
  }

  private static Unanswered unanswered(ModelResult result) {
    return result
        .unanswered()
        .orElseThrow(() -> new AssertionError("An answer, where none can be: " + result));
  }
}
