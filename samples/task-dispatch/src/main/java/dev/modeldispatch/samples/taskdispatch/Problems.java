package dev.modeldispatch.samples.taskdispatch;

import dev.modeldispatch.FailureKind;
import dev.modeldispatch.core.fleet.SessionException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;

/** Collects what is wrong with the input, until it can be told in one piece. Not thread-safe. */
final class Problems {
  private final List<String> all;

  Problems(Arguments arguments) {
    all = new ArrayList<>(arguments.problems());
  }

  boolean isEmpty() {
    return all.isEmpty();
  }

  void add(List<String> problems) {
    problems.stream().filter(problem -> !all.contains(problem)).forEach(all::add);
  }

  /** Hands the option's value on, if it is there and can be read. */
  <T> void take(
      Arguments arguments, String option, Function<String, T> read, Consumer<? super T> use) {
    arguments.value(option).ifPresent(text -> check(() -> use.accept(read.apply(text))));
  }

  /** Does this, or learns why not. */
  void check(Runnable step) {
    try {
      step.run();
    } catch (IllegalArgumentException e) {
      add(List.of(String.valueOf(e.getMessage())));
    }
  }

  /** Returns what the refusal or the trouble says, and whether it is the input's. */
  static Answer answer(SessionException thrown) {
    List<String> problems =
        thrown.problems().isEmpty() ? List.of(words(thrown)) : thrown.problems();
    return thrown.failure().kind() == FailureKind.INVALID_REQUEST
        ? bad(problems)
        : failed(problems);
  }

  static String words(SessionException thrown) {
    String message = thrown.failure().message();
    String hint = thrown.failure().hint();
    return hint.isEmpty() ? message : message.replaceFirst("\\.$", "") + ". " + hint;
  }

  Answer answer() {
    return bad(all);
  }

  private static Answer bad(List<String> problems) {
    return new Answer(
        TaskDispatch.BAD_INPUT, lines(problems) + "Use --help for what there is.\n", "");
  }

  private static Answer failed(List<String> problems) {
    return new Answer(TaskDispatch.NOT_CLEAN, lines(problems), "");
  }

  private static String lines(List<String> problems) {
    var lines = new StringBuilder();
    problems.forEach(problem -> lines.append("task-dispatch: " + problem + "\n"));
    return lines.toString();
  }
}
