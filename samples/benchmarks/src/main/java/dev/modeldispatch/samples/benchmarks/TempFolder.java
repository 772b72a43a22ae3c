package dev.modeldispatch.samples.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * A folder that goes when it is closed.
 *
 * @param path where it is
 */
record TempFolder(Path path) implements AutoCloseable {
  static TempFolder make() throws IOException {
    return new TempFolder(Files.createTempDirectory("benchmark-files"));
  }

  @Override
  public void close() throws IOException {
    List<Path> deepestFirst;
    try (Stream<Path> all = Files.walk(path)) {
      deepestFirst = all.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path file : deepestFirst) {
      Files.deleteIfExists(file);
    }
  }
}
