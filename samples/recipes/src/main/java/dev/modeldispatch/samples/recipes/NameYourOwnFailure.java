package dev.modeldispatch.samples.recipes;

import dev.modeldispatch.FailureKind;
import dev.modeldispatch.core.FailureRule;
import dev.modeldispatch.core.ModelDispatch;
import dev.modeldispatch.testkit.server.FakeModelServer;

/** Teaches the library what your gateway's errors mean. */
public final class NameYourOwnFailure {
  private static final String BODY =
      "{\"error\":{\"code\":\"budget_gone\",\"message\":\"Team budget is spent.\"}}";

  private NameYourOwnFailure() {}

  /** Runs the recipe. */
  public static void main(String[] args) {
    var rule =
        FailureRule.as(FailureKind.QUOTA_EXHAUSTED)
            .status(503)
            .code("budget_gone")
            .hint("Ask the platform team for more budget.")
            .build();
    try (var server = FakeModelServer.start()) {
      server.model("m").fails(503, BODY);
      var plain = ModelDispatch.builder().openaiCompatible("gateway", server.baseUri());
      try (var models = plain.retries(0).build()) {
        System.out.println(models.ask("gateway/m", "Hello").unanswered().orElseThrow().failure());
      }
      var taught = ModelDispatch.builder().openaiCompatible("gateway", server.baseUri());
      try (var models = taught.failureRules(rule).build()) {
        var failure = models.ask("gateway/m", "Hello").unanswered().orElseThrow().failure();
        System.out.println(failure);
        System.out.println("retryable " + failure.retryable() + "; " + failure.hint());
      }
    }
  }
}
