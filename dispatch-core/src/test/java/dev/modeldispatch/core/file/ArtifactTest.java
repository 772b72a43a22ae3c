package dev.modeldispatch.core.file;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.modeldispatch.FailureKind;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** An artifact is taken only whole, fresh, regular, inside and below the cap. */
@Timeout(30)
class ArtifactTest {
  private static final int CAP = 1_000_000;

  @TempDir Path temp;
  private Path folder;
  private Path file;

  @BeforeEach
  void find() throws IOException {
    folder = temp.toRealPath();
    file = folder.resolve("a.json");
  }

  private Artifact look() {
    return Artifact.look(folder, file, 7, CAP);
  }

  private Artifact look(String text) throws IOException {
    Files.writeString(file, text);
    return look();
  }

  @Test
  void theAnswerIsTheData() throws Exception {
    var artifact = look("{\"dispatch_id\":7,\"data\":{\"a\":[1,null]},\"more\":1}");

    assertThat(artifact.state()).isEqualTo(Artifact.State.ANSWER);
    assertThat(artifact.data()).hasToString("{\"a\":[1,null]}");
  }

  @Test
  void noneIsAbsent() {
    assertThat(look().state()).isEqualTo(Artifact.State.ABSENT);
  }

  @Test
  void everyPartOfAnAnswerIsNotYetOne() {
    String whole = "{\"dispatch_id\":7,\"data\":{\"a\":[1,null,\"ä\"]}}";
    byte[] bytes = whole.getBytes(UTF_8);
    for (int length = 0; length < bytes.length; length++) {
      byte[] part = java.util.Arrays.copyOf(bytes, length);
      assertThat(lookAt(part).state()).as("%d bytes", length).isEqualTo(Artifact.State.NOT_YET);
    }
    assertThat(lookAt(bytes).state()).isEqualTo(Artifact.State.ANSWER);
  }

  private Artifact lookAt(byte[] content) {
    try {
      Files.write(file, content);
      return look();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  @Test
  void anIdFarAwayIsStaleAndNotRepeatedAtLength() throws Exception {
    var artifact = look("{\"dispatch_id\":" + "9".repeat(900) + ",\"data\":1}");

    assertThat(artifact.state()).isEqualTo(Artifact.State.NOT_YET);
    assertThat(artifact.why()).contains("stale").hasSizeLessThan(400);
  }

  @Test
  void pipesLinksAndFoldersAreNotOpened() throws Exception {
    assertThat(new ProcessBuilder("mkfifo", file.toString()).start().waitFor()).isZero();
    assertThat(look().state()).isEqualTo(Artifact.State.NOT_YET);
    Files.delete(file);
    Path real = Files.writeString(folder.resolve("real"), "{\"dispatch_id\":7,\"data\":1}");
    Files.createSymbolicLink(file, real);
    assertThat(look().why()).contains("no regular file");
    Files.delete(file);
    Files.createDirectory(file);
    assertThat(look().why()).contains("no regular file");
  }

  @Test
  void aFolderThatBecameALinkIsOutside(@TempDir Path outside) throws Exception {
    Files.writeString(outside.resolve("a.json"), "{\"dispatch_id\":7,\"data\":1}");
    Files.createSymbolicLink(folder.resolve("sub"), outside);

    var artifact = Artifact.look(folder, folder.resolve("sub/a.json"), 7, CAP);

    assertThat(artifact.state()).isEqualTo(Artifact.State.NOT_YET);
    assertThat(artifact.why()).contains("is not inside");
  }

  @Test
  void aSparseFileAboveTheCapIsTooLarge() throws Exception {
    try (var sparse = new RandomAccessFile(file.toFile(), "rw")) {
      sparse.setLength(1L << 40);
    }

    assertThat(look().kind()).isEqualTo(FailureKind.RESPONSE_TOO_LARGE);
  }

  @Test
  void depthAndBytesThatAreNoTextAreRefused() throws Exception {
    String deep = "{\"dispatch_id\":7,\"data\":" + "[".repeat(300) + "]".repeat(300) + "}";
    assertThat(look(deep).why()).contains("beyond the JSON limits");

    assertThat(lookAt(new byte[] {'"', (byte) 0xff, '"'}).why()).contains("not UTF-8");
  }
}
