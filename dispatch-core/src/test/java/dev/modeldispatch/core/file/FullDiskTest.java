package dev.modeldispatch.core.file;

import static org.assertj.core.api.Assertions.assertThat;

import dev.modeldispatch.core.Fork;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FullDiskTest {
  @TempDir Path folder;

  @Test
  void aWriteThatTheSystemEndsIsANamedFailureAndLeavesNoPart() throws Exception {
    List<String> bounded = List.of("sh", "-c", "ulimit -f 64; exec \"$@\"", "sh");

    Process process = Fork.start(bounded, FullDisk.class, folder);
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    assertThat(said).contains("overloaded_locally", "prompt.md: could not be written (");
    assertThat(said).contains("disk's space", "small false");
    try (Stream<Path> files = Files.list(folder.resolve("large"))) {
      assertThat(files).isEmpty();
    }
    assertThat(folder.resolve("small/prompt.md")).hasContent("Hi");
  }
}
