package dev.modeldispatch.core.workspace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.modeldispatch.core.internal.Json;
import dev.modeldispatch.core.internal.JsonTrouble;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AtomicFileTest {
  @TempDir Path folder;

  @Test
  void fileIsReplacedAndNothingElseIsLeft() throws IOException {
    Path file = Files.writeString(folder.resolve("a.json"), "old");

    AtomicFile.write(file, "new");

    assertThat(file).hasContent("new");
    assertThat(folder).isDirectoryContaining(path -> path.equals(file));
    try (var all = Files.list(folder)) {
      assertThat(all).hasSize(1);
    }
  }

  @Test
  void writeThatFailsLeavesTheOldFileAndNothingElse() throws IOException {
    Path file = folder.resolve("a.json");
    Files.createDirectories(file.resolve("inside"));

    assertThatIOException().isThrownBy(() -> AtomicFile.write(file, "new"));

    try (var all = Files.list(folder)) {
      assertThat(all).containsExactly(file);
    }
  }

  @Test
  void whatAKilledProcessLeftIsSweptAtTheNextStart() throws IOException {
    Repo repo = Repo.in(folder).task("A", "ready");
    Path left = repo.write(".project/.state.json.dispatch-tmp", "{");
    Path leftTask = repo.write(".project/tasks/.A.json.dispatch-tmp", "{");

    assertThat(repo.open().project().errors()).isEmpty();

    assertThat(left).doesNotExist();
    assertThat(leftTask).doesNotExist();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"a\":1,\"b\":[]}",
        "{\n  \"a\": 1,\n  \"b\": []\n}\n",
        "{\n\t\"a\": 1,\n\t\"b\": {\n\t\t\"c\": [\n\t\t\t2.5\n\t\t]\n\t}\n}"
      })
  void layoutOfTheFileIsKept(String text) throws JsonTrouble {
    ObjectNode json = (ObjectNode) Json.parseExact(text);

    assertThat(Layout.like(text, json)).isEqualTo(text);
  }
}
