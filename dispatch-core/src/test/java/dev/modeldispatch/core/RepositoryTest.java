package dev.modeldispatch.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the top of the repository may hold. */
class RepositoryTest {
  @Test
  void topLevelHoldsTheSixEntriesAndDotfilesAlone() throws IOException {
    Path top = Path.of(System.getProperty("dispatch.repository", ".."));

    try (Stream<Path> entries = Files.list(top)) {
      var names =
          entries.map(p -> p.getFileName().toString()).filter(n -> !n.startsWith(".")).toList();

      assertThat(names)
          .containsExactlyInAnyOrder(
              "README.md",
              "dispatch-api",
              "dispatch-core",
              "dispatch-testkit",
              "pom.xml",
              "samples");
    }
  }
}
