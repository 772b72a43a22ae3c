package dev.modeldispatch.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.modeldispatch.DispatchEvent;
import dev.modeldispatch.DispatchListener;
import dev.modeldispatch.Dispatcher;
import dev.modeldispatch.FailureKind;
import dev.modeldispatch.ModelResult;
import dev.modeldispatch.ModelTarget;
import dev.modeldispatch.Prompt;
import dev.modeldispatch.testkit.RecordingListener;
import dev.modeldispatch.testkit.ScriptedDispatcher;
import dev.modeldispatch.testkit.VirtualTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What every {@link Dispatcher} keeps that stands before another one: all that a dispatcher keeps,
 * and besides it passes everything on, once, and back, but what it says that it changes. Extend it
 * and return your decorator; each test has an instance of its own.
 */
public abstract class DecoratorContract extends DispatcherContract {
  private final VirtualTime time = new VirtualTime();
  private final ExecutorService callbacks = Executors.newCachedThreadPool();
  private final ScriptedDispatcher models = new ScriptedDispatcher(time, time, callbacks);
  private final List<DispatchListener> passedOn = new CopyOnWriteArrayList<>();
  private final RecordingListener told = new RecordingListener();
  private @Nullable Dispatcher decorated;

  /** Returns your decorator before this dispatcher. */
  protected abstract Dispatcher decorate(Dispatcher inner);

  /**
   * Fails unless the decorator may pass this prompt on where that one was given. By default it has
   * to be the same one; a decorator that changes prompts says here how.
   */
  protected void assertPassedOn(Prompt given, Prompt passed) {
    assertThat(passed).as("the prompt that is passed on").isSameAs(given);
  }

  /**
   * Fails unless the decorator may give this result where it was given that one. By default it has
   * to be the same one; a decorator that changes results says here how.
   */
  protected void assertPassedBack(ModelResult given, ModelResult passed) {
    assertThat(passed).as("the result that is passed back").isSameAs(given);
  }

  @AfterEach
  void endCallbacks() {
    callbacks.shutdownNow();
  }

  @Override
  protected final Dispatcher dispatcher() {
    var known = decorated;
    if (known == null) {
      known = decorate(this::inner);
      decorated = known;
    }
    return known;
  }

  private CompletableFuture<ModelResult> inner(
      ModelTarget target, Prompt prompt, DispatchListener listener) {
    passedOn.add(listener);
    return models.dispatchAsync(target, prompt, told.andThen(listener));
  }

  @Override
  protected final ModelTarget answering(String text) {
    var target = ModelTarget.of("scripted", "answering-" + models.calls().size());
    models.target(target).answers(text);
    return target;
  }

  @Override
  protected final ModelTarget failing() {
    var target = ModelTarget.of("scripted", "failing-" + models.calls().size());
    models.target(target).fails(FailureKind.INVALID_REQUEST);
    return target;
  }

  @Override
  protected final ModelTarget hanging() {
    var target = ModelTarget.of("hanging", "m");
    if (models.running() == 0 && models.calls().isEmpty()) {
      models.target(target).hangs();
    }
    return target;
  }

  @Override
  protected final void awaitWorking(int dispatches) throws InterruptedException {
    models.awaitRunning(dispatches, patience());
  }

  @Override
  protected final void awaitIdle() throws InterruptedException {
    models.awaitRunning(0, patience());
  }

  @Override
  protected final void letPass(Duration passed) {
    time.advance(passed);
  }

  @Test
  void nothingIsAskedBeforeItIsAsked() {
    dispatcher();

    assertThat(models.calls()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(Door.class)
  void targetAndPromptArePassedOnOnce(Door door) throws Exception {
    var target = answering("blue");

    door.ask(dispatcher(), target, HI, heard);

    assertThat(models.calls()).extracting(ScriptedDispatcher.Asked::target).containsExactly(target);
    assertPassedOn(HI, models.calls().get(0).prompt());
  }

  @ParameterizedTest
  @EnumSource(Door.class)
  void theResultIsPassedBack(Door door) throws Exception {
    // one after the other: what two dispatches tell has no order
    var answered = door.ask(dispatcher(), answering("blue"), HI, heard);
    assertPassedBack(told.awaitSettled(1, patience()).get(0), answered);
    var failed = door.ask(dispatcher(), failing(), HI, heard);
    assertPassedBack(told.awaitSettled(2, patience()).get(1), failed);
  }

  @ParameterizedTest
  @EnumSource(Door.class)
  void theListenerHearsAllThatIsTold(Door door) throws Exception {
    door.ask(dispatcher(), answering("blue"), HI, heard);

    heard.awaitSettled(patience());
    assertThat(heard.heard().names()).containsAll(told.heard().names());
    assertThat(heard.heard().text()).isEqualTo(told.heard().text());
    assertThat(heard.heard().before(DispatchEvent.Text.class).names()).contains("AttemptStarted");
    assertPassedBack(told.settled().get(0), heard.settled().get(0));
  }

  @ParameterizedTest
  @EnumSource(Door.class)
  void aListenerThatWantsNoTextStillWantsNone(Door door) throws Exception {
    door.ask(dispatcher(), answering("blue"), HI, DispatchListener.onSettled(result -> {}));
    door.ask(dispatcher(), answering("red"), HI, heard);

    assertThat(passedOn).extracting(DispatchListener::wantsText).containsExactly(false, true);
  }

  @Test
  void aRefusalIsPassedBack() {
    var refusing =
        decorate(
            (target, prompt, listener) -> {
              throw new IllegalArgumentException("misuse");
            });

    assertThatThrownBy(() -> refusing.dispatchAsync(answering("blue"), HI, heard).join())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("misuse");
  }

  @Test
  void manyAtOnceStayApart() throws Exception {
    models.others().answers(Prompt::text);
    List<CompletableFuture<ModelResult>> futures = new ArrayList<>();

    IntStream.range(0, 100)
        .forEach(
            i ->
                futures.add(
                    dispatcher()
                        .dispatchAsync(
                            ModelTarget.of("many", "m" + i), Prompt.of("text " + i), heard)));

    for (int i = 0; i < 100; i++) {
      var result = futures.get(i).get(patience().toMillis(), TimeUnit.MILLISECONDS);
      assertThat(result.target()).isEqualTo(ModelTarget.of("many", "m" + i));
      assertThat(result.orElseThrow().text()).contains("text " + i);
    }
  }
}
