package dev.modeldispatch.core.opencode;

import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Runs a test only if {@code DISPATCH_OPENCODE} names the real server's binary. */
@SuppressWarnings("exports") // public for the tests of other rooms, which are in this module
public final class WithOpencode implements ExecutionCondition {
  private static final String VARIABLE = "DISPATCH_OPENCODE";
  private static final AtomicBoolean TOLD = new AtomicBoolean();

  /** For JUnit. */
  public WithOpencode() {}

  public static Optional<Path> binary() {
    String value = System.getenv(VARIABLE);
    return value == null || value.isEmpty() ? Optional.empty() : Optional.of(Path.of(value));
  }

  @Override
  public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
    if (binary().isPresent()) {
      return ConditionEvaluationResult.enabled("the binary is named");
    }
    String why =
        "tests against the real opencode server skipped: "
            + VARIABLE
            + " names no binary; .ci/opencode installs one and runs them";
    if (TOLD.compareAndSet(false, true)) {
      System.out.println(why);
    }
    return ConditionEvaluationResult.disabled(why);
  }
}
