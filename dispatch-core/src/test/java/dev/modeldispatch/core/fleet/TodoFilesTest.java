package dev.modeldispatch.core.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TodoFilesTest {
  @TempDir Path root;

  private Path todo(String text) throws IOException {
    Files.createDirectories(root.resolve(".pi/todos"));
    return Files.writeString(root.resolve(".pi/todos/T-1.md"), text);
  }

  private Optional<String> close() {
    return new TodoFiles(root).close("T-1");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"id\": \"T-1\", \"inner\": {\"status\": \"x\"}, \"status\": \"OLD\"}\n\nstatus: OPEN\n",
        "{\"status\":\"OLD\"}",
        "{\n \"tags\": [{\"status\": 1}],\n \"status\" : \"OLD\", \"x\": \"ä€\"\n}\n# Öffnen\n",
        "---\ntitle: \"status: no\"\nstatus: OLD\n---\nstatus: open\n",
        "---\r\nstatus: OLD\r\n---\r\ntext"
      })
  void onlyTheStatusOfTheHeadChanges(String form) throws IOException {
    Path file = todo(form.replace("OLD", "open"));

    assertThat(close()).isEmpty();

    assertThat(Files.readString(file)).isEqualTo(form.replace("OLD", "closed"));
    assertThat(close()).isEmpty();
    assertThat(Files.readString(file)).isEqualTo(form.replace("OLD", "closed"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "# Just a text\nstatus: open\n",
        "{\"id\": \"T-1\"}\nstatus: open",
        "---\ntitle: x\n---\nstatus: open\n",
        "---\nstatus of it\n"
      })
  void aFileWithoutAStatusIsLeftAsItIs(String text) throws IOException {
    Path file = todo(text);

    assertThat(close()).contains("todo T-1 has no status; it is left as it is");
    assertThat(Files.readString(file)).isEqualTo(text);
  }

  @Test
  void whatIsBrokenOrGoneIsTold() throws IOException {
    assertThat(close()).contains("todo T-1 cannot be closed: NoSuchFileException");
    todo("{\"status\": ");

    assertThat(close().orElseThrow()).startsWith("todo T-1 cannot be closed: Json");
  }

  @Test
  void aTodoThatLeadsOutOfTheWorkspaceIsNotTouched(@TempDir Path other) throws IOException {
    Path secret = Files.writeString(other.resolve("x.md"), "{\"status\":\"open\"}");
    Files.createDirectories(root.resolve(".pi/todos"));
    Files.createSymbolicLink(root.resolve(".pi/todos/T-1.md"), secret);

    assertThat(close()).contains("todo T-1 leads out of the workspace; it is left as it is");
    assertThat(Files.readString(secret)).contains("open");
  }
}
