package dev.modeldispatch.samples.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A key that the environment does not hold. */
@Timeout(20)
class MissingKeyTest {
  private static final String CONFIGURATION =
      """
      {"providers": {"local": {"preset": "openai-compatible", "keyEnv": "NOBODY_SETS_THIS",
                               "baseUrl": "http://127.0.0.1:9/v1"}}}
      """;

  @Test
  void missingKeyIsToldByTheTargetAlone(@TempDir Path folder) throws Exception {
    try (var client = new InProcess(folder, CONFIGURATION).greeted()) {
      client.say(Messages.batch(1, "Compare", List.of("one", "two")));

      assertThat(client.next().path("result").toString())
          .contains("auth_missing", "NOBODY_SETS_THIS");
    }
  }
}
