package dev.modeldispatch.samples.calibration;

import dev.modeldispatch.samples.calibration.Arguments.Adapter;
import dev.modeldispatch.samples.calibration.Arguments.Dispatch;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** Takes the command line's arguments one by one. */
final class ArgumentsReader {
  private static final int USUAL_PARALLEL = 4;
  private static final int USUAL_BATCH = 4;
  private static final int USUAL_POLL_MS = 500;
  private static final int USUAL_TIMEOUT_S = 600;
  private static final int USUAL_TOLERANCE = 10;

  private final ArrayDeque<String> left;
  private final List<String> problems = new ArrayList<>();
  private Dispatch dispatch = Dispatch.BATCH_FILE;
  private Adapter adapter = Adapter.STUB;
  private String scenario = Scenario.PTP_MOCK;
  private OptionalInt parallel = OptionalInt.empty();
  private OptionalInt most = OptionalInt.empty();
  private int batchSize = USUAL_BATCH;
  private Path root = Arguments.ROOT;
  private Optional<String> suite = Optional.empty();
  private int pollMs = USUAL_POLL_MS;
  private int timeoutSeconds = USUAL_TIMEOUT_S;
  private int tolerance = USUAL_TOLERANCE;
  private boolean resume;
  private boolean costReport;
  private boolean help;

  ArgumentsReader(String... args) {
    left = new ArrayDeque<>();
    for (String arg : args) {
      int equals = arg.startsWith("--") ? arg.indexOf('=') : -1;
      left.add(equals < 0 ? arg : arg.substring(0, equals));
      if (equals >= 0) {
        left.add(arg.substring(equals + 1));
      }
    }
  }

  Arguments read() {
    while (!left.isEmpty()) {
      take(left.remove());
    }
    int usual = dispatch == Dispatch.STDIN ? 1 : USUAL_PARALLEL;
    int workers = parallel.orElse(usual);
    return new Arguments(
        dispatch,
        adapter,
        scenario,
        Math.min(workers, most.orElse(workers)),
        batchSize,
        root,
        suite.orElse(scenario),
        Duration.ofMillis(pollMs),
        Duration.ofSeconds(timeoutSeconds),
        tolerance,
        resume,
        costReport,
        help,
        List.copyOf(problems));
  }

  private void take(String option) {
    switch (option) {
      case "--help", "-h" -> help = true;
      case "--cost-report" -> costReport = true;
      case "--resume" -> resume = true;
      case "--dispatch" -> dispatch = word(option, dispatch);
      case "--adapter" -> adapter = word(option, adapter);
      case "--scenario" -> value(option).ifPresent(this::takeScenario);
      case "--suite" -> suite = value(option);
      case "--root" -> value(option).ifPresent(this::takeRoot);
      case "--parallel" -> parallel = OptionalInt.of(atLeastOne(option));
      case "--max-concurrency" -> most = OptionalInt.of(atLeastOne(option));
      case "--batch-size" -> batchSize = atLeastOne(option);
      case "--poll-ms" -> pollMs = orUsual(option, USUAL_POLL_MS);
      case "--timeout-s" -> timeoutSeconds = orUsual(option, USUAL_TIMEOUT_S);
      case "--stale-tolerance" -> tolerance = orUsual(option, USUAL_TOLERANCE);
      default -> problems.add("'" + option + "' is no option");
    }
  }

  private Optional<String> value(String option) {
    if (left.isEmpty() || left.peek().startsWith("--")) {
      problems.add(option + " needs a value");
      return Optional.empty();
    }
    return Optional.of(left.remove());
  }

  private <E extends Enum<E>> E word(String option, E before) {
    Optional<String> value = value(option);
    List<String> known = new ArrayList<>();
    for (E constant : before.getDeclaringClass().getEnumConstants()) {
      String word = Arguments.word(constant);
      if (value.isPresent() && value.get().equals(word)) {
        return constant;
      }
      known.add(word);
    }
    value.ifPresent(
        v -> problems.add(option + " '" + v + "' is none of " + String.join(", ", known)));
    return before;
  }

  private void takeScenario(String name) {
    if (Scenario.NAMES.contains(name)) {
      scenario = name;
    } else {
      problems.add("no scenario '" + name + "'; there is " + String.join(", ", Scenario.NAMES));
    }
  }

  private void takeRoot(String path) {
    try {
      root = Path.of(path);
    } catch (InvalidPathException e) {
      problems.add("--root '" + path + "' is no path");
    }
  }

  private int atLeastOne(String option) {
    OptionalInt number = number(option);
    if (number.isPresent() && number.getAsInt() < 1) {
      problems.add(option + " " + number.getAsInt() + " must be at least 1");
    }
    return Math.max(1, number.orElse(1));
  }

  private int orUsual(String option, int usual) {
    int number = number(option).orElse(usual);
    return number > 0 ? number : usual;
  }

  private OptionalInt number(String option) {
    Optional<String> text = value(option);
    try {
      return text.isPresent() ? OptionalInt.of(Integer.parseInt(text.get())) : OptionalInt.empty();
    } catch (NumberFormatException e) {
      problems.add(option + " '" + text.orElse("") + "' is no whole number");
      return OptionalInt.empty();
    }
  }
}
