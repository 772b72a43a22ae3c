package dev.modeldispatch.testkit.junit;

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/** What became of the tests of a class, and of the class itself. */
final class Suite implements TestExecutionListener {
  private final List<String> passed = new CopyOnWriteArrayList<>();
  private final List<Throwable> failures = new CopyOnWriteArrayList<>();

  private Suite() {}

  static Suite of(Class<?> type) {
    return of(type, Map.of());
  }

  static Suite atTheSameTime(Class<?> type) {
    return of(
        type,
        Map.of(
            "junit.jupiter.execution.parallel.enabled", "true",
            "junit.jupiter.execution.parallel.mode.default", "concurrent",
            "junit.jupiter.execution.parallel.config.strategy", "fixed",
            "junit.jupiter.execution.parallel.config.fixed.parallelism", "4"));
  }

  private static Suite of(Class<?> type, Map<String, String> parameters) {
    var heard = new Suite();
    var request =
        LauncherDiscoveryRequestBuilder.request()
            .selectors(selectClass(type))
            .configurationParameters(parameters)
            .build();
    LauncherFactory.create().execute(request, heard);
    return heard;
  }

  /** How many tests passed. */
  int passed() {
    return passed.size();
  }

  /** Why tests, or the class itself, failed. */
  List<Throwable> failures() {
    return failures;
  }

  /** The only failure's message. */
  String message() {
    if (failures.size() != 1) {
      throw new AssertionError(failures.size() + " failures in place of one: " + failures);
    }
    return String.valueOf(failures.get(0).getMessage());
  }

  @Override
  public void executionFinished(TestIdentifier test, TestExecutionResult result) {
    result.getThrowable().ifPresent(failures::add);
    if (test.isTest() && result.getThrowable().isEmpty()) {
      passed.add(test.getDisplayName());
    }
  }
}
