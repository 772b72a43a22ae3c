package dev.modeldispatch.core.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FolderLockTest {
  @TempDir Path folder;

  @Test
  void oneHolderInOneProcess() throws Exception {
    Path real = folder.toRealPath();
    try (var held = FolderLock.take(real)) {
      assertThatThrownBy(() -> FolderLock.take(real))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("in use by this process, " + ProcessHandle.current().pid());
      assertThat(held).isNotNull();
    }

    FolderLock.take(real).close();

    assertThat(real.resolve(".lock")).exists();
  }

  @Test
  void closingTwiceDoesNotTakeTheNextHoldersLock() throws Exception {
    Path real = folder.toRealPath();
    var first = FolderLock.take(real);
    first.close();
    try (var second = FolderLock.take(real)) {
      first.close();

      assertThatThrownBy(() -> FolderLock.take(real)).isInstanceOf(IllegalStateException.class);
      assertThat(second).isNotNull();
    }
  }

  @Test
  void aLinkInThePlaceOfTheLockIsRefused(@TempDir Path outside) throws Exception {
    Path theirs = Files.writeString(outside.resolve("theirs"), "content");
    Files.createSymbolicLink(folder.resolve(".lock"), theirs);

    assertThatThrownBy(() -> FolderLock.take(folder.toRealPath())).isInstanceOf(FileTrouble.class);

    assertThat(theirs).hasContent("content");
  }
}
