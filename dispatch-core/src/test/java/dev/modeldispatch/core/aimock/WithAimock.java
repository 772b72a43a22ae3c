package dev.modeldispatch.core.aimock;

import java.net.URI;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Runs a test only if {@code DISPATCH_AIMOCK} is the address of a running aimock. */
final class WithAimock implements ExecutionCondition {
  private static final String VARIABLE = "DISPATCH_AIMOCK";
  private static final AtomicBoolean TOLD = new AtomicBoolean();

  static Optional<URI> address() {
    String value = System.getenv(VARIABLE);
    return value == null || value.isEmpty() ? Optional.empty() : Optional.of(URI.create(value));
  }

  @Override
  public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
    if (address().isPresent()) {
      return ConditionEvaluationResult.enabled("the address is named");
    }
    String why =
        "tests against aimock skipped: "
            + VARIABLE
            + " names no address; .ci/aimock installs it, starts it and runs them";
    if (TOLD.compareAndSet(false, true)) {
      System.out.println(why);
    }
    return ConditionEvaluationResult.disabled(why);
  }
}
