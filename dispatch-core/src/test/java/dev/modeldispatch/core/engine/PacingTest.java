package dev.modeldispatch.core.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.modeldispatch.DispatchEvent;
import dev.modeldispatch.DispatchEvent.Text.Kind;
import dev.modeldispatch.ModelResult;
import dev.modeldispatch.ModelTarget;
import dev.modeldispatch.Prompt;
import dev.modeldispatch.connector.Call;
import dev.modeldispatch.connector.Reply;
import dev.modeldispatch.core.internal.PacedListener;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** A connector reads on when what it told has been read. */
class PacingTest {
  private static final String KIB = "x".repeat(1 << 10);

  private final Stage stage = new Stage().plays("a/m", Stage.hangs()).plays("b/m", Stage.hangs());
  private final SlowListener listener = new SlowListener();
  private final List<String> readOns = new ArrayList<>();
  private final CompletableFuture<ModelResult> future =
      stage.engine.dispatchAsync(ModelTarget.parse("a/m"), Prompt.of("hi"), listener);

  @Test
  void upTo256KibUnreadNothingIsHeld() {
    say(256);

    askToReadOn("next");

    assertThat(readOns).containsExactly("next");
  }

  @Test
  void aboveThatItIsHeldUntilLessThanHalfIsUnread() {
    say(257);
    askToReadOn("next");
    assertThat(readOns).isEmpty();

    listener.takes(1 + 129); // the start, and text
    assertThat(readOns).isEmpty();
    listener.takes(1);

    assertThat(readOns).containsExactly("next");
  }

  @Test
  void readingOnComesBeforeTheListenerIsTold() {
    say(257);
    List<Integer> heard = new ArrayList<>();
    call().whenRead(() -> heard.add(listener.events.size()));

    listener.takes(1 + 130);

    assertThat(heard).containsExactly(130);
  }

  @Test
  void nothingThatWasAskedIsLost() {
    Call first = call();
    say(257);
    first.whenRead(() -> readOns.add("first"));
    first.whenRead(() -> readOns.add("second"));

    listener.takes(300);

    assertThat(readOns).containsExactly("first", "second");
  }

  @Test
  void endOfTheAttemptLetsGo() {
    say(257);
    askToReadOn("next");

    call().settle(Reply.answer("well").build());
    assertThat(readOns).containsExactly("next");
    listener.takes(300);

    assertThat(readOns).containsExactly("next");
    assertThat(future).isCompleted();
  }

  @Test
  void cancelAbortsAndLetsGo() {
    say(257);
    askToReadOn("next");

    future.cancel(true);

    assertThat(stage.aborted).containsExactly(call());
    assertThat(readOns).containsExactly("next");
  }

  @Test
  void deadlineAbortsAndLetsGo() {
    say(257);
    askToReadOn("next");

    stage.time.advance(Duration.ofMinutes(2));

    assertThat(stage.aborted).containsExactly(call());
    assertThat(readOns).containsExactly("next");
  }

  @Test
  void afterTheEndItRunsAtOnce() {
    say(257);
    future.cancel(true);

    askToReadOn("late");

    assertThat(readOns).containsExactly("late");
  }

  @Test
  void actionThatThrowsKeepsNobodyFromTheEvents() {
    say(257);
    call()
        .whenRead(
            () -> {
              throw new IllegalStateException("a connector's mistake");
            });

    listener.takes(300);

    assertThat(listener.events).hasSize(258);
  }

  @Test
  void otherEventsDoNotCount() {
    say(257);
    listener.takes(1 + 257);
    call().queued("its turn");

    askToReadOn("next");

    assertThat(readOns).containsExactly("next");
  }

  private Call call() {
    return stage.calls.get(0);
  }

  private void say(int kib) {
    for (int i = 0; i < kib; i++) {
      call().text(Kind.ANSWER, KIB);
    }
  }

  private void askToReadOn(String name) {
    call().whenRead(() -> readOns.add(name));
  }

  /** Takes as many events as it is told to. */
  private static final class SlowListener implements PacedListener {
    private final List<DispatchEvent> events = new ArrayList<>();
    private int taking;
    private Runnable goOn = () -> {};

    void takes(int more) {
      taking += more;
      goOn.run();
    }

    @Override
    public boolean isReady() {
      return taking > 0;
    }

    @Override
    public void onReady(Runnable tellOn) {
      goOn = tellOn;
    }

    @Override
    public void onEvent(DispatchEvent event) {
      taking--;
      events.add(event);
    }
  }
}
