package dev.modeldispatch.core.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProjectFilesTest {
  @TempDir Path root;
  private Path tasks;

  @BeforeEach
  void makeFolders() throws IOException {
    tasks = Files.createDirectories(root.resolve(".project/tasks"));
  }

  @Test
  void textsAreKeptAsTheyAre() throws IOException {
    String state = "{ \"mine\" : 1.50,\r\n\t\"stage\":\"x\" }\n";
    Files.writeString(root.resolve(".project/state.json"), state);
    Files.writeString(root.resolve(".project/task-index.json"), "{\"tasks\": {\"A\": {}}}");
    Files.writeString(tasks.resolve("A.json"), "{\"unknown\": [1]}");
    Files.writeString(tasks.resolve("notes.txt"), "not a task");

    ProjectFiles files = ProjectFiles.read(root);

    assertThat(files.texts())
        .containsOnlyKeys("state.json", "task-index.json", "tasks/A.json")
        .containsEntry("state.json", state)
        .containsEntry("tasks/A.json", "{\"unknown\": [1]}");
    assertThat(files.unread()).isEmpty();
    assertThat(Project.of(files).errors()).isEmpty();
    assertThat(Project.of(files).files()).isSameAs(files);
  }

  @Test
  void onlyRegularFilesOfBoundedSizeInUtf8AreRead() throws IOException {
    Path secret = Files.writeString(root.resolve("secret.json"), "{\"title\": \"secret\"}");
    Files.createSymbolicLink(tasks.resolve("LINK.json"), secret);
    Files.createDirectory(tasks.resolve("DIR.json"));
    Files.write(tasks.resolve("LATIN.json"), new byte[] {'"', (byte) 0xe9, '"'});
    Files.write(tasks.resolve("BIG.json"), new byte[(4 << 20) + 1]);
    Files.writeString(tasks.resolve("MOST.json"), "\"" + "x".repeat((4 << 20) - 2) + "\"");

    ProjectFiles files = ProjectFiles.read(root);

    assertThat(files.unread())
        .isEqualTo(
            Map.of(
                "tasks/LINK.json", "not a regular file",
                "tasks/DIR.json", "not a regular file",
                "tasks/LATIN.json", "not UTF-8",
                "tasks/BIG.json", "above 4 MiB"));
    assertThat(files.texts()).containsOnlyKeys("tasks/MOST.json");
    assertThat(Project.of(files).errors())
        .extracting(Project.Finding::toString)
        .contains("error tasks/LINK.json: not a regular file");
  }

  @Test
  void linkedTaskFolderIsNotEntered() throws IOException {
    Files.delete(tasks);
    Files.createSymbolicLink(tasks, root);
    Files.writeString(root.resolve("A.json"), "{}");

    ProjectFiles files = ProjectFiles.read(root);

    assertThat(files.texts()).isEmpty();
    assertThat(files.unread()).containsEntry("tasks", "not a folder");
  }

  @Test
  void withoutAFolderThereAreNoFiles() throws IOException {
    assertThat(ProjectFiles.read(root.resolve("nowhere")).texts()).isEmpty();
  }
}
