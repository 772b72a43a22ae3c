package dev.modeldispatch.core.tool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.modeldispatch.Dispatcher;
import dev.modeldispatch.FailureKind;
import dev.modeldispatch.ModelResult;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class ToolCallTest {
  private static final String ASK = "{\"provider\":\"p\",\"model\":\"a\",\"prompt\":\"Why?\"}";
  private static final String BOTH =
      "{\"prompt\":\"Why?\",\"models\":[{\"provider\":\"p\",\"model\":\"a\"},"
          + "{\"provider\":\"p\",\"model\":\"b\"}]}";

  private final Kit kit = new Kit();
  private final List<String> heard = new ArrayList<>();

  private final ToolProgress listener =
      new ToolProgress() {
        @Override
        public void onStep(Step step) {
          heard.add(step.done() + "/" + step.total() + " " + step.message());
        }

        @Override
        public void onText(int slot, String piece) {
          heard.add(slot + ": " + piece);
        }

        @Override
        public boolean wantsText() {
          return true;
        }
      };

  @Test
  void progressComesInOrderBeforeTheReply() {
    kit.models.target("p/a").after(Duration.ofSeconds(2)).tells("Bl", "ue.").answers("");

    var reply =
        kit.tools
            .named("dispatch")
            .callAsync(ASK, listener)
            .thenApply(
                r -> {
                  heard.add("reply");
                  return r;
                });
    kit.time.advance(Duration.ofSeconds(2));

    assertThat(reply).isDone();
    assertThat(heard).containsSubsequence("0: Bl", "0: ue.", "1/1 p/a answered (2.0s)", "reply");
    assertThat(heard).endsWith("reply");
  }

  @Test
  void batchCountsItsTargetsUp() {
    kit.models.target("p/a").after(Duration.ofSeconds(3)).fails(FailureKind.OVERLOADED);
    kit.models.target("p/b").after(Duration.ofSeconds(1)).answers("Blue.");

    var reply = kit.tools.named("batch-dispatch").callAsync(BOTH, listener);
    kit.time.advance(Duration.ofSeconds(3));

    assertThat(reply).isDone();
    assertThat(heard.stream().filter(line -> line.matches("[12]/2 .*")))
        .containsExactly("1/2 p/b answered (1.0s)", "2/2 p/a failed: overloaded (3.0s)");
  }

  @Test
  void endIsToldEvenIfTheDispatcherTellsNothing() {
    Dispatcher silent =
        (target, prompt, events) ->
            CompletableFuture.completedFuture(ModelResult.builder(target).answered("Blue."));
    var models = new ToolModels(silent, kit.models.batch(), new NoDirectory());
    try (var tools = ModelTools.over(models, ToolOptions.standard())) {
      tools.named("dispatch").reply(ASK, listener);
    }

    assertThat(heard).containsExactly("1/1 p/a answered (0ms)");
  }

  @Test
  void listenerWithoutTextHearsNone() {
    kit.models.target("p/a").streams("Blue it is.");

    kit.tools.named("dispatch").reply(ASK, step -> heard.add(step.message()));

    assertThat(heard).contains("p/a answered (0ms)").noneMatch(line -> line.contains("Blue"));
  }

  @Test
  void listenerThatThrowsChangesNothing() {
    kit.models.target("p/a").answers("Blue.");

    var reply =
        kit.tools
            .named("dispatch")
            .reply(
                ASK,
                step -> {
                  throw new AssertionError("mine");
                });

    assertThat(reply.text()).endsWith("---\nBlue.");
  }

  @Test
  void cancelEndsTheWorkAndTheSteps() {
    kit.models.target("p/a").hangs();
    kit.models.target("p/b").hangs();
    var one = kit.tools.named("dispatch").callAsync(ASK, listener);
    var many = kit.tools.named("batch-dispatch").callAsync(BOTH, listener).thenApply(r -> r.text());
    heard.clear();

    one.cancel(true);
    many.cancel(true);

    assertThat(kit.models.running()).isZero();
    assertThat(heard).isEmpty();
    assertThatThrownBy(one::join).isInstanceOf(CancellationException.class);
  }

  @Test
  void cancelFromWithinAStepEndsTheWork() {
    kit.models.target("p/a").hangs();
    var call = new ToolCall("dispatch", step -> {});
    call.onCancel(() -> heard.add("ended"));

    call.future().cancel(true);
    call.end(new ToolReply(ToolReply.Kind.ANSWER, "late"));

    assertThat(heard).containsExactly("ended");
    assertThat(call.outcome().orElseThrow().text())
        .isEqualTo("[dispatch error] cancelled: the call was cancelled");
  }

  @Test
  void workThatIsKnownOnlyAfterTheCancelIsEndedToo() {
    var call = new ToolCall("dispatch", listener);
    call.future().cancel(true);

    call.onCancel(() -> heard.add("ended"));

    assertThat(heard).containsExactly("ended");
  }

  @Test
  void interruptEndsTheWorkAndIsTold() {
    kit.models.target("p/a").hangs();
    Thread.currentThread().interrupt();

    String text = kit.tools.named("dispatch").call(ASK);

    assertThat(Thread.interrupted()).isTrue();
    assertThat(text).isEqualTo("[dispatch error] cancelled: the call was cancelled");
    assertThat(kit.models.running()).isZero();
  }

  @Test
  void dispatcherThatThrowsIsAReplyWithoutItsWords() {
    Dispatcher broken =
        (target, prompt, events) -> {
          throw new IllegalStateException(prompt.text());
        };
    var models = new ToolModels(broken, kit.models.batch(), new NoDirectory());
    try (var tools = ModelTools.over(models, ToolOptions.standard())) {
      assertThat(tools.named("dispatch").call(ASK))
          .isEqualTo(
              "[dispatch error] unknown: the dispatcher threw java.lang.IllegalStateException\n"
                  + "Hint: Report it; another try may help.");
    }
  }

  @Test
  void replysToStringHoldsNoText() {
    assertThat(new ToolReply(ToolReply.Kind.ANSWER, "secret"))
        .hasToString("ToolReply[ANSWER, 6 chars]");
  }
}
