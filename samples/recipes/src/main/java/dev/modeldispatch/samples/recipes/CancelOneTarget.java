package dev.modeldispatch.samples.recipes;

import dev.modeldispatch.Batch;
import dev.modeldispatch.BatchRequest;
import dev.modeldispatch.ModelResult;
import dev.modeldispatch.ModelTarget;
import dev.modeldispatch.core.ModelDispatch;
import dev.modeldispatch.testkit.server.FakeModelServer;
import java.time.Duration;
import java.util.List;

/** Gives one target of a running batch up; the others go on, and every target has its result. */
public final class CancelOneTarget {
  private CancelOneTarget() {}

  /** Runs the recipe. */
  public static void main(String[] args) {
    try (var server = FakeModelServer.start();
        var models = ModelDispatch.builder().openaiCompatible("local", server.baseUri()).build()) {
      server.model("quick").answers("Here I am.");
      server.model("stuck").hangs();
      server.model("slow").after(Duration.ofMillis(500)).answers("Me too.");
      List<ModelTarget> three = ModelTarget.list("local/quick", "local/stuck", "local/slow");

      try (Batch batch = models.batch().start(BatchRequest.of(three, "Are you there?"))) {
        ModelResult first = batch.result(0).join();
        System.out.println("first: " + first.target() + " " + first.status());

        boolean wasRunning = batch.cancel(1);
        System.out.println("cancelled while it ran: " + wasRunning);
        System.out.println("cancelled again: " + batch.cancel(1));

        for (ModelResult result : batch.await().results()) {
          System.out.println(result.target() + " " + result.status());
        }
      }
    }
  }
}
