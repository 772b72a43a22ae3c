package dev.modeldispatch.core.workspace;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Locale;
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

  /** Whether two names that differ in case alone are the same file here; in doubt they are not. */
  boolean ignoresCase() {
    String name = String.valueOf(root.getFileName());
    String other =
        name.equals(name.toUpperCase(Locale.ROOT))
            ? name.toLowerCase(Locale.ROOT)
            : name.toUpperCase(Locale.ROOT);
    try {
      return !other.equals(name) && Files.isSameFile(root, root.resolveSibling(other));
    } catch (IOException e) {
      return false; // there is no file of the other name
    }
  }
}
