package dev.modeldispatch.samples.spring;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Shows a refusal as a list in place of a stack trace. */
final class DispatchRefusalAnalyzer extends AbstractFailureAnalyzer<DispatchRefusal> {
  @Override
  protected FailureAnalysis analyze(Throwable rootFailure, DispatchRefusal cause) {
    return new FailureAnalysis(
        "Models cannot be dispatched to:\n\n    - " + String.join("\n    - ", cause.problems()),
        "Mend these properties, or set dispatch.enabled=false.",
        cause);
  }
}
