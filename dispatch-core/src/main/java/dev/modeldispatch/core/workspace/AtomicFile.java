package dev.modeldispatch.core.workspace;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/** Writes files so that every reader sees the old text or the new one. */
final class AtomicFile {
  private static final String MARK = ".dispatch-tmp";

  private AtomicFile() {}

  /** Writes the text to a sibling, to the disk, and then over the file. */
  static void write(Path file, String text) throws IOException {
    Path temp = file.resolveSibling("." + file.getFileName() + MARK);
    try {
      Files.deleteIfExists(temp);
      try (var out =
          FileChannel.open(temp, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
        ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
        while (bytes.hasRemaining()) {
          out.write(bytes);
        }
        out.force(true);
      }
      Files.move(temp, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(temp);
    }
  }

  /** Deletes what a killed process left of its writing in the folder. */
  static void sweep(Path folder) throws IOException {
    if (Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
      try (DirectoryStream<Path> left = Files.newDirectoryStream(folder, ".*" + MARK)) {
        for (Path temp : left) {
          Files.deleteIfExists(temp);
        }
      }
    }
  }
}
