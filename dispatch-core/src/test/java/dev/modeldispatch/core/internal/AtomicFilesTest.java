package dev.modeldispatch.core.internal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
class AtomicFilesTest {
  private static final int CAP = 1_000;

  @TempDir Path folder;

  private FileTrouble.Kind reading(Path file) {
    try {
      AtomicFiles.read(file, CAP);
      throw new AssertionError(file + " was read");
    } catch (FileTrouble e) {
      return e.kind();
    }
  }

  private long entries() throws IOException {
    try (Stream<Path> all = Files.list(folder)) {
      return all.count();
    }
  }

  @Test
  void readersNeverSeeAPart() throws Exception {
    Path file = folder.resolve("f");
    byte[] one = "1".repeat(300_000).getBytes(UTF_8);
    byte[] two = "2".repeat(200_000).getBytes(UTF_8);
    AtomicFiles.write(file, one);
    var done = new AtomicBoolean();
    var torn = new AtomicBoolean();
    var reads = new AtomicInteger();
    var reader =
        new Thread(
            () -> {
              while (!done.get()) {
                torn.compareAndSet(false, isTorn(file));
                reads.incrementAndGet();
              }
            });
    reader.start();

    for (int i = 0; i < 100 || reads.get() < 100; i++) {
      AtomicFiles.write(file, i % 2 == 0 ? two : one);
    }

    done.set(true);
    reader.join();
    assertThat(torn).isFalse();
    assertThat(entries()).isEqualTo(1);
  }

  private static boolean isTorn(Path file) {
    try {
      byte[] seen = AtomicFiles.read(file, 400_000);
      return seen.length == 0 || seen.length != (seen[0] == '1' ? 300_000 : 200_000);
    } catch (FileTrouble e) {
      return true;
    }
  }

  @Test
  void aWriteThatFailsLeavesTheOldAndNothingElse() throws Exception {
    Path file = Files.createDirectory(folder.resolve("f"));
    Files.writeString(file.resolve("inside"), "x");

    assertThatThrownBy(() -> AtomicFiles.write(file, new byte[10]))
        .isInstanceOf(FileTrouble.class)
        .hasMessageContaining("could not be written");

    assertThat(entries()).isEqualTo(1);
  }

  @Test
  void whatIsNoRegularFileIsNotOpened() throws Exception {
    Path real = Files.writeString(folder.resolve("real"), "x");
    Path link = Files.createSymbolicLink(folder.resolve("link"), real);
    Path pipe = folder.resolve("pipe");
    assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isZero();

    assertThat(reading(link)).isEqualTo(FileTrouble.Kind.NOT_REGULAR);
    assertThat(reading(pipe)).isEqualTo(FileTrouble.Kind.NOT_REGULAR);
    assertThat(reading(folder)).isEqualTo(FileTrouble.Kind.NOT_REGULAR);
    assertThat(reading(Path.of("/dev/zero"))).isEqualTo(FileTrouble.Kind.NOT_REGULAR);
    assertThat(reading(folder.resolve("none"))).isEqualTo(FileTrouble.Kind.ABSENT);
  }

  @Test
  void theCapHoldsForSparseFilesToo() throws Exception {
    Path sparse = folder.resolve("sparse");
    try (var file = new RandomAccessFile(sparse.toFile(), "rw")) {
      file.setLength(1L << 40);
    }
    Path exact = Files.write(folder.resolve("exact"), new byte[CAP]);
    Path above = Files.write(folder.resolve("above"), new byte[CAP + 1]);

    assertThat(reading(sparse)).isEqualTo(FileTrouble.Kind.TOO_LARGE);
    assertThat(reading(above)).isEqualTo(FileTrouble.Kind.TOO_LARGE);
    assertThat(AtomicFiles.read(exact, CAP)).hasSize(CAP);
  }

  @Test
  void aFileThatGrowsWhileItIsReadIsStillCapped() {
    // Its size is told as 0, whatever can be read from it.
    assertThatThrownBy(() -> AtomicFiles.read(Path.of("/proc/self/maps"), 10))
        .isInstanceOf(FileTrouble.class)
        .hasMessageContaining("larger");
  }

  @Test
  void filesBehindALinkAreOutside(@TempDir Path outside) throws Exception {
    Files.createSymbolicLink(folder.resolve("away"), outside);
    Path real = folder.toRealPath();

    AtomicFiles.checkInside(real, real.resolve("x"));

    for (Path file : new Path[] {real.resolve("away/x"), real.resolve("../x"), outside}) {
      assertThatThrownBy(() -> AtomicFiles.checkInside(real, file))
          .isInstanceOfSatisfying(
              FileTrouble.class, e -> assertThat(e.kind()).isEqualTo(FileTrouble.Kind.OUTSIDE));
    }
  }

  @Test
  void sweepTakesWhatNobodyWritesAnyMore() throws Exception {
    long gone = goneProcess();
    Path left = Files.writeString(folder.resolve(".f." + gone + "-1.tmp"), "half");
    Path own =
        Files.writeString(
            folder.resolve(".f." + ProcessHandle.current().pid() + "-999999.tmp"), "half");
    Path living =
        Files.writeString(
            folder.resolve(".f." + ProcessHandle.current().parent().orElseThrow().pid() + "-1.tmp"),
            "being written");
    Path foreign = Files.writeString(folder.resolve(".note.tmp"), "a user's");

    int swept = AtomicFiles.sweep(folder);

    assertThat(swept).isEqualTo(2);
    assertThat(left).doesNotExist();
    assertThat(own).doesNotExist();
    assertThat(living).exists();
    assertThat(foreign).exists();
  }

  private static long goneProcess() throws Exception {
    Process process = new ProcessBuilder("true").start();
    process.waitFor();
    return process.pid();
  }

  @Test
  void sweepLeavesWhatThisProcessIsWriting() throws Exception {
    var failed = new AtomicBoolean();
    var writer =
        new Thread(
            () -> {
              for (int i = 0; i < 200; i++) {
                failed.compareAndSet(false, !isWritten(folder.resolve("f")));
              }
            });
    writer.start();

    while (writer.isAlive()) {
      AtomicFiles.sweep(folder);
    }

    assertThat(failed).isFalse();
  }

  private static boolean isWritten(Path file) {
    try {
      AtomicFiles.write(file, new byte[10_000]);
      return true;
    } catch (FileTrouble e) {
      return false;
    }
  }
}
