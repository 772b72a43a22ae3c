package dev.modeldispatch;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * The form that answers are asked for in, and read in: a JSON schema, and the value that JSON of
 * this form is. Implementations are thread-safe.
 *
 * <pre>{@code
 * Verdict one = verdict.read(dispatcher.dispatch(target, verdict.prompt("Judge this")));
 * for (var each : verdict.readings(batch.dispatch(targets, verdict.prompt("Judge this")))) {
 *   show(each.fold(Verdict::severity, none -> none.failure().kind()));
 * }
 * }</pre>
 *
 * <p>An answer that does not fit is no answer: {@link FailureKind#STRUCTURED_OUTPUT}, with the
 * place and what was expected there, never with what the answer holds.
 *
 * @param <T> what answers are read as
 */
public interface AnswerFormat<T> {
  /** {@return the JSON schema that answers have to meet, an object} */
  String jsonSchema();

  /**
   * Returns the value that the JSON in a text is.
   *
   * @throws Misfit if the text does not fit
   */
  T read(String json);

  /** Returns a prompt of this text that asks for an answer of this form. */
  default Prompt prompt(String text) {
    return prompt(Prompt.of(text));
  }

  /** Returns a copy of the prompt that asks for an answer of this form. */
  default Prompt prompt(Prompt prompt) {
    return prompt.toBuilder().jsonSchema(jsonSchema()).build();
  }

  /**
   * Returns the value that the result's answer is.
   *
   * @throws DispatchException if there is no answer, or none that fits
   */
  default T read(ModelResult result) {
    return reading(result).orElseThrow();
  }

  /** Returns the value that the result's answer is; empty if there is none that fits. */
  default Optional<T> find(ModelResult result) {
    return reading(result).value();
  }

  /** Returns the value that the result's answer is, or why there is none. */
  default Reading<T> reading(ModelResult result) {
    if (!(result instanceof Answered answer)) {
      return new Reading<>(result, Optional.empty());
    }
    try {
      return new Reading<>(answer, Optional.of(read(answer.text())));
    } catch (Misfit misfit) {
      return new Reading<>(misfit.failed(answer), Optional.empty());
    } catch (RuntimeException e) { // its message may quote the answer, its name does not
      var misfit = new Misfit("", "what can be read; " + e.getClass().getName() + " was thrown");
      return new Reading<>(misfit.failed(answer), Optional.empty());
    }
  }

  /**
   * Returns, for each target in input order, the value that its answer is, or why there is none.
   */
  default List<Reading<T>> readings(BatchResult batch) {
    return batch.results().stream().map(this::reading).toList();
  }

  /**
   * What a result was read as: a value, or why there is none. Immutable if the value is.
   *
   * @param <T> the value's type
   */
  final class Reading<T> {
    private final ModelResult result;
    private final Optional<T> value;

    private Reading(ModelResult result, Optional<T> value) {
      this.result = result;
      this.value = value;
    }

    /** {@return the result; if its answer did not fit, {@link Failed} with the answer kept} */
    public ModelResult result() {
      return result;
    }

    /** {@return the value, if the answer fits} */
    public Optional<T> value() {
      return value;
    }

    /** Returns what the function for this case makes of it. */
    public <R> R fold(
        Function<? super T, ? extends R> fits, Function<? super Unanswered, ? extends R> none) {
      return value.isPresent() ? fits.apply(value.get()) : none.apply((Unanswered) result);
    }

    /** {@return the value} or throws {@link DispatchException} with the result. */
    public T orElseThrow() {
      return value.orElseThrow(() -> new DispatchException((Unanswered) result));
    }

    /** {@return whose answer fits, or the result that is none; never the value} */
    @Override
    public String toString() {
      return "Reading[" + result + "]";
    }
  }

  /** Thrown for a text that is not of the form. Its message never holds what the text holds. */
  final class Misfit extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private static final int MAX_SHOWN = 200;

    private final String path;
    private final String expected;

    /**
     * A text does not fit.
     *
     * @param path the place as a JSON pointer, empty for the whole
     * @param expected what is expected there, without the text's own words
     */
    public Misfit(String path, String expected) {
      super(words(path, expected));
      this.path = path;
      this.expected = expected;
    }

    /**
     * {@return the place as a JSON pointer, for example {@code /reasons/1}; empty for the whole}
     */
    public String path() {
      return path;
    }

    private static String words(String path, String expected) {
      int from = Math.max(0, path.length() - MAX_SHOWN);
      String place = path.isEmpty() ? "the root" : from == 0 ? path : "..." + path.substring(from);
      return place + ": expected " + expected;
    }

    private Failed failed(Answered answer) {
      String words = words(path, expected);
      var failure =
          Failure.builder(
                  FailureKind.STRUCTURED_OUTPUT,
                  answer.answeredBy() + ": the answer does not fit: " + words + ".")
              .hint("Ask again, simplify the form, or pick another model; partialText() has it.")
              .evidence(words)
              .build();
      return new ResultBuilder(answer).partialText(answer.text()).failed(failure);
    }
  }
}
