package com.example.review;

import static dev.modeldispatch.testkit.assertj.ModelAssertions.assertThat;

import dev.modeldispatch.ModelTarget;
import dev.modeldispatch.core.ModelDispatch;
import dev.modeldispatch.testkit.junit.ModelServerExtension;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.RegisterExtension;

/** With one server and one client for the class; what all of it sends is compared at its end. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ReviewWithSharedServerTest {
  @RegisterExtension static final ModelServerExtension FAKES = ModelServerExtension.create();

  private ModelDispatch models;

  @BeforeAll
  void connect() {
    FAKES.server().model("quick").answers("REJECT");
    models = ModelDispatch.builder().openaiCompatible("local", FAKES.server().baseUri()).build();
  }

  @AfterAll
  void disconnect() {
    models.close();
  }

  @RepeatedTest(3)
  void allReviewersAreCounted() {
    var agent =
        new ReviewAgent(
            FAKES.recording(models.batch()), ModelTarget.list("local/quick", "local/quick"));

    assertThat(agent.review("+ a line")).isEqualTo(new Verdict(0, 2, List.of()));
  }
}
