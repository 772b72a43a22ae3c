package dev.modeldispatch.samples.benchmarks;

import dev.modeldispatch.BatchRequest;
import dev.modeldispatch.BatchResult;
import dev.modeldispatch.FailureKind;
import dev.modeldispatch.ModelResult;
import dev.modeldispatch.ModelTarget;
import dev.modeldispatch.Prompt;
import dev.modeldispatch.core.ModelDispatch;
import dev.modeldispatch.testkit.server.FakeModelServer;
import java.util.Collections;
import java.util.List;
import java.util.function.Consumer;

/**
 * How many requests a target gets that answers every call with 503: over real sockets, with the
 * default retries and waits, all calls at once, counted by the server.
 */
final class StormMeasurement implements Measurement {
  private static final int BUDGET = 10;

  /**
   * How much is measured.
   *
   * @param calls how many calls
   */
  record Sizes(int calls) {
    static final Sizes FULL = new Sizes(100);
  }

  private final Sizes sizes;

  StormMeasurement(Sizes sizes) {
    this.sizes = sizes;
  }

  @Override
  public String name() {
    return "storm";
  }

  @Override
  public String about() {
    return "requests that a broken target gets for " + sizes.calls() + " calls";
  }

  @Override
  public List<Figure> run(Consumer<String> progress) {
    try (var server = FakeModelServer.start();
        var models = ModelDispatch.builder().openaiCompatible("broken", server.baseUri()).build()) {
      server.model("m").fails(503, "{\"error\":{\"message\":\"no capacity\"}}");
      var targets = Collections.nCopies(sizes.calls(), ModelTarget.of("broken", "m"));
      BatchResult result =
          models.batch().dispatch(BatchRequest.of(targets, Prompt.of("Why is the sky blue?")));
      progress.accept(result.toString());
      check(result);
      return List.of(
          new Figure(
              "storm" + sizes.calls() + ".requests",
              server.promptRequests(),
              Bound.atMost(sizes.calls() + BUDGET),
              "for " + sizes.calls() + " calls, each with up to 2 retries"));
    }
  }

  /** Few requests are no merit if the calls did not fail as they should. */
  private static void check(BatchResult result) {
    for (ModelResult one : result.results()) {
      FailureKind kind = one.unanswered().map(u -> u.failure().kind()).orElse(FailureKind.UNKNOWN);
      if (kind != FailureKind.OVERLOADED && kind != FailureKind.SERVER_ERROR) {
        throw new IllegalStateException(one + ": no failure of a server without capacity");
      }
    }
  }
}
