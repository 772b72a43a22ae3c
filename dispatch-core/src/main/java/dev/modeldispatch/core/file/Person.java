package dev.modeldispatch.core.file;

import dev.modeldispatch.Cancelled;
import dev.modeldispatch.DispatchEvent;
import dev.modeldispatch.DispatchListener;
import dev.modeldispatch.Dispatcher;
import dev.modeldispatch.Failure;
import dev.modeldispatch.FailureKind;
import dev.modeldispatch.ModelResult;
import dev.modeldispatch.ModelTarget;
import dev.modeldispatch.Prompt;
import dev.modeldispatch.connector.ResultFuture;
import dev.modeldispatch.core.internal.OneLine;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Asks a person at a terminal, one question at a time.
 *
 * <p>Between threads: a terminal can only be waited for by a thread, so each question has one, a
 * daemon, and the lock lets one at a time have the terminal. A question that is called off while it
 * is shown stays on the screen; what is typed for it is dropped.
 */
final class Person implements Dispatcher {
  private static final String END = ".";

  private final BufferedReader in;
  private final PrintStream out;
  private final ReentrantLock terminal = new ReentrantLock(true);

  Person(InputStream in, PrintStream out) {
    this.in = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
    this.out = out;
  }

  @Override
  public CompletableFuture<ModelResult> dispatchAsync(
      ModelTarget target, Prompt prompt, DispatchListener listener) {
    var question = new Question(target, prompt, listener);
    var thread = new Thread(() -> ask(question), "dispatch-person");
    thread.setDaemon(true);
    thread.start();
    return question.future;
  }

  private void ask(Question question) {
    terminal.lock();
    try {
      if (question.outcome().isEmpty()) {
        question.end(answer(question));
      }
    } finally {
      terminal.unlock();
    }
  }

  private ModelResult answer(Question question) {
    var labels = question.prompt.labels();
    out.println();
    out.println(
        "--- case "
            + OneLine.of(labels.getOrDefault(FileDispatcher.CASE, "-"))
            + ", step "
            + OneLine.of(labels.getOrDefault(FileDispatcher.STEP, "-")));
    question.prompt.text().lines().map(OneLine::of).forEach(out::println);
    out.println("--- type the answer; a line with a single dot ends it");
    out.flush();
    var result = ModelResult.builder(question.target);
    try {
      Optional<String> typed = typed();
      return typed.isPresent() && !typed.get().isBlank()
          ? result.answered(typed.get())
          : result.failed(nothing(typed.isPresent() ? "nothing was typed" : "the input ended"));
    } catch (IOException e) {
      return result.failed(nothing("the input could not be read"));
    }
  }

  private Optional<String> typed() throws IOException {
    var text = new StringBuilder();
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      if (line.equals(END)) {
        return Optional.of(text.toString().stripTrailing());
      }
      text.append(line).append('\n');
    }
    return Optional.empty();
  }

  private static Failure nothing(String why) {
    return Failure.builder(FailureKind.EMPTY_ANSWER, "The person did not answer: " + why + ".")
        .evidence(why)
        .build();
  }

  /** One question, and its future. */
  private static final class Question implements ResultFuture.Work<ModelResult> {
    private final ModelTarget target;
    private final Prompt prompt;
    private final DispatchListener listener;
    private final ResultFuture<ModelResult> future = new ResultFuture<>(this);
    private @Nullable ModelResult result;

    Question(ModelTarget target, Prompt prompt, DispatchListener listener) {
      this.target = target;
      this.prompt = prompt;
      this.listener = listener;
    }

    void end(ModelResult how) {
      if (settle(how)) {
        future.settle(how);
      }
    }

    @Override
    public boolean cancel() {
      return settle(ModelResult.builder(target).cancelled(Cancelled.Reason.CALLER));
    }

    private boolean settle(ModelResult how) {
      synchronized (this) {
        if (result != null) {
          return false;
        }
        result = how;
      }
      listener.onEvent(new DispatchEvent.Settled(target, how.elapsed(), how));
      return true;
    }

    @Override
    public synchronized Optional<ModelResult> outcome() {
      return Optional.ofNullable(result);
    }
  }
}
