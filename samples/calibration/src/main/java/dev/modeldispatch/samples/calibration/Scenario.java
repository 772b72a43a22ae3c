package dev.modeldispatch.samples.calibration;

import dev.modeldispatch.core.answer.Answers;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/**
 * Failed test cases, and what should be found of them.
 *
 * @param name its name
 * @param causes what is behind them
 * @param cases the cases, in order
 */
record Scenario(String name, List<Cause> causes, List<Case> cases) {
  static final String PTP_MOCK = "ptp-mock";

  /** All that there are. */
  static final List<String> NAMES = List.of(PTP_MOCK);

  /**
   * One failed test.
   *
   * @param id its id
   * @param name the test's name
   * @param failure what was logged
   * @param cause the cause's id; empty if it is not worth an investigation
   * @param triage what a first look should say
   */
  record Case(String id, String name, String failure, String cause, Triage triage) {}

  /** Returns the built-in scenario of this name. */
  static Scenario named(String name) {
    try (InputStream in = Scenario.class.getResourceAsStream(name + ".json")) {
      if (in == null) {
        throw new IllegalArgumentException("no scenario '" + name + "'");
      }
      String json = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      return Answers.of(Scenario.class).read(json);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns the case of this id. */
  Case get(String id) {
    return cases.stream().filter(c -> c.id().equals(id)).findFirst().orElseThrow();
  }

  /** Returns what is behind the case, if it is worth an investigation. */
  Optional<Cause> cause(Case failed) {
    return causes.stream().filter(c -> c.id().equals(failed.cause())).findFirst();
  }
}
