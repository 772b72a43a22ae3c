package dev.modeldispatch.samples.recipes;

import dev.modeldispatch.BatchRequest;
import dev.modeldispatch.DispatchEvent;
import dev.modeldispatch.FailureKind;
import dev.modeldispatch.ModelTarget;
import dev.modeldispatch.Prompt;
import dev.modeldispatch.core.Breaker;
import dev.modeldispatch.core.ModelDispatch;
import dev.modeldispatch.core.Protection;
import dev.modeldispatch.testkit.server.FakeModelServer;
import java.util.Collections;

/** Keeps a provider from more than it bears, and leaves it alone while it is broken. */
public final class ProtectAProvider {
  private ProtectAProvider() {}

  /** Runs the recipe. */
  public static void main(String[] args) {
    var gentle = Protection.builder().maxInFlight(1).requestsPerMinute(600).build();
    var wary =
        Protection.builder()
            .breaker(Breaker.builder().lastCalls(4).minimumCalls(4).build())
            .followServerLimits()
            .build();
    try (var server = FakeModelServer.start();
        var models =
            ModelDispatch.builder()
                .openaiCompatible("small", server.baseUri())
                .openaiCompatible("shaky", server.baseUri())
                .protect("small", gentle)
                .protectAll(wary)
                .retries(0)
                .build()) {
      server.model("well").answers("Yes.");
      server.model("broken").fails(FailureKind.SERVER_ERROR);

      var twice = Collections.nCopies(2, ModelTarget.parse("small/well"));
      var request =
          BatchRequest.builder(twice, Prompt.of("Are you well?")).listener(ProtectAProvider::tell);
      System.out.println(models.batch().dispatch(request.build()).answers().size() + " answers");

      for (int i = 0; i < 5; i++) {
        System.out.println(models.ask("shaky/broken", "Are you well?").unanswered().orElseThrow());
      }
    }
  }

  private static void tell(int slot, DispatchEvent event) {
    if (event instanceof DispatchEvent.Queued queued) {
      System.out.println("one waits for " + queued.waitsFor());
    }
  }
}
