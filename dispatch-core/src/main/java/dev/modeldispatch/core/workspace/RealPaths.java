package dev.modeldispatch.core.workspace;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.function.UnaryOperator;

/** Where paths of a repository lead through its symbolic links; the file need not exist. */
record RealPaths(Path root) implements UnaryOperator<String> {
  @Override
  public String apply(String path) {
    try {
      Path whole = root.resolve(path).normalize();
      Path there = whole;
      while (there.getParent() != null && !Files.exists(there)) {
        there = there.getParent();
      }
      Path real = there.toRealPath().resolve(there.relativize(whole));
      Path realRoot = root.toRealPath();
      return (real.startsWith(realRoot) ? realRoot.relativize(real) : real).toString();
    } catch (IOException | InvalidPathException e) {
      return path; // a path that cannot be followed leads where it says
    }
  }
}
