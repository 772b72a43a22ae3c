package dev.modeldispatch.samples.spring.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.modeldispatch.testkit.junit.ModelServerExtension;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** The whole application, with the models faked at the wire. */
@SpringBootTest(properties = "comparison.models=local/careful,local/broken,local/quick")
class ComparisonApplicationTest {
  @RegisterExtension static final ModelServerExtension FAKES = ModelServerExtension.create();

  @Autowired private Comparison comparison;

  @DynamicPropertySource
  static void connect(DynamicPropertyRegistry registry) {
    registry.add("dispatch.providers.local.base-url", () -> FAKES.server().baseUri().toString());
  }

  @Test
  void batchBringsEachAnswerAndWhoFailed() {
    FAKES.server().model("careful").answers("Spaces.");
    FAKES.server().model("broken").fails(401);
    FAKES.server().model("quick").answers("Tabs.");

    assertThat(comparison.of("Tabs or spaces?"))
        .containsSubsequence(
            "--- local/careful [OK]",
            "Spaces.",
            "--- local/broken [ERROR]",
            "auth_rejected",
            "--- local/quick [OK]",
            "Tabs.",
            "Success: 2/3 | Errors: 1");
  }
}
