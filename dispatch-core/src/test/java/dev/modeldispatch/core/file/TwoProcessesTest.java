package dev.modeldispatch.core.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.modeldispatch.core.Fork;
import java.io.BufferedReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two processes on one folder: one owner. */
class TwoProcessesTest {
  @TempDir Path folder;

  @Test
  void theSecondProcessIsRefusedByTheFirstOnesIdUntilThatIsGone() throws Exception {
    Process owner = Fork.start(List.of(), RunOfCases.class, folder, 3);
    try (BufferedReader lines = owner.inputReader(StandardCharsets.UTF_8)) {
      Fork.await("open", lines);

      for (int tries = 0; tries < 2; tries++) {
        assertThatThrownBy(() -> FileDispatcher.builder(folder).open())
            .isInstanceOf(IllegalStateException.class)
            .hasMessageContaining("in use by process " + owner.pid());
      }
    } finally {
      owner.destroyForcibly().waitFor();
    }
    FileDispatcher.builder(folder).open().close();
  }

  @Test
  void theOwnerKeepsTheFolderWhateverElseItsProcessDoes() throws Exception {
    try (var files = FileDispatcher.builder(folder).open()) {
      assertThatThrownBy(() -> FileDispatcher.builder(folder).open())
          .isInstanceOf(IllegalStateException.class);

      Process second = Fork.start(List.of(), RunOfCases.class, folder, 1);

      String said = new String(second.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(said)
          .contains("IllegalStateException", "process " + ProcessHandle.current().pid())
          .doesNotContain("open\n");
      assertThat(files.folder()).exists();
    }
  }
}
