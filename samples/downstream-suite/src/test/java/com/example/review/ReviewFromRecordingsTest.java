package com.example.review;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.modeldispatch.ApiKey;
import dev.modeldispatch.ModelTarget;
import dev.modeldispatch.core.ModelDispatch;
import dev.modeldispatch.testkit.server.FakeModelServer;
import dev.modeldispatch.testkit.server.FakeModelServer.Dialect;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What reviewers said once, said again without them. */
class ReviewFromRecordingsTest {
  private static final Duration SOON = Duration.ofSeconds(10);
  private static final List<ModelTarget> TWO = ModelTarget.list("local/one", "local/two");

  private static Verdict review(FakeModelServer server, String key, String patch) {
    try (var models =
        ModelDispatch.builder()
            .openaiCompatible("local", server.baseUri(), ApiKey.of(key))
            .build()) {
      return new ReviewAgent(models.batch(), TWO).review(patch);
    }
  }

  @Test
  void aReviewIsRepeatedWithoutTheReviewers(@TempDir Path folder) throws Exception {
    Verdict once;
    try (var reviewers = FakeModelServer.start();
        var recorder =
            FakeModelServer.record(folder).from(Dialect.OPENAI, reviewers.baseUri()).start()) {
      reviewers.model("one").answers("APPROVE");
      reviewers.model("two").answers("REJECT");
      once = review(recorder, "the-key-that-was-used", "+ a line");
    }

    try (var recorded = FakeModelServer.replay(folder)) {
      assertEquals(once, review(recorded, "no-key-at-all", "+ a line"));
      recorded.awaitIdle(SOON);
      recorded.assertClean();
    }
    try (var recorded = FakeModelServer.replay(folder)) {
      review(recorded, "no-key-at-all", "+ another line");
      var missed = assertThrows(AssertionError.class, recorded::assertClean);
      assertTrue(missed.getMessage().contains("openai.one.001.txt is nearest"));
    }
  }
}
