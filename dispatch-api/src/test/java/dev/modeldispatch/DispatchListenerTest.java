package dev.modeldispatch;

import static dev.modeldispatch.Facts.TARGET;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class DispatchListenerTest {
  private static final DispatchEvent QUEUED =
      new DispatchEvent.Queued(TARGET, Duration.ZERO, "a permit");

  private final List<Object> heard = new ArrayList<>();

  @Test
  void noneIsOneObjectThatDoesNothing() {
    DispatchListener.none().onEvent(QUEUED);

    assertThat(DispatchListener.none()).isSameAs(DispatchListener.none());
  }

  @Test
  void onTextHearsTheAnswerAlone() {
    var listener = DispatchListener.onText(heard::add);

    listener.onEvent(QUEUED);
    listener.onEvent(text(DispatchEvent.Text.Kind.REASONING, "hm"));
    listener.onEvent(text(DispatchEvent.Text.Kind.ANSWER, "yes"));
    listener.onEvent(new DispatchEvent.Settled(TARGET, Duration.ZERO, Facts.answer("a/b")));

    assertThat(heard).containsExactly("yes");
  }

  @Test
  void onSettledHearsTheResultAlone() {
    var listener = DispatchListener.onSettled(heard::add);
    var answer = Facts.answer("openai/gpt-x");

    listener.onEvent(text(DispatchEvent.Text.Kind.ANSWER, "yes"));
    listener.onEvent(new DispatchEvent.Settled(TARGET, Duration.ZERO, answer));

    assertThat(heard).containsExactly(answer);
  }

  @Test
  void andThenTellsBothInOrder() {
    DispatchListener first = event -> heard.add("first");

    first.andThen(event -> heard.add("second")).onEvent(QUEUED);

    assertThat(heard).containsExactly("first", "second");
  }

  @Test
  void andThenTellsTheSecondAlsoIfTheFirstThrows() {
    DispatchListener broken =
        event -> {
          throw new IllegalStateException("broken");
        };
    var both = broken.andThen(heard::add);

    assertThatIllegalStateException().isThrownBy(() -> both.onEvent(QUEUED));
    assertThat(heard).containsExactly(QUEUED);
  }

  private static DispatchEvent text(DispatchEvent.Text.Kind kind, String piece) {
    return new DispatchEvent.Text(TARGET, Duration.ZERO, kind, piece);
  }
}
