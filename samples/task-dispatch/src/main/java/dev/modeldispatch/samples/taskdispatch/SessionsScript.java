package dev.modeldispatch.samples.taskdispatch;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Optional;

/** The script that opens a tmux window per task; it becomes a part of the target repository. */
final class SessionsScript {
  static final String PATH = "scripts/dispatch-sessions.sh";

  private SessionsScript() {}

  /** Writes the script, if there is none. Returns what to know of it; empty if it is ours. */
  static Optional<String> write(Path root) {
    Path file = root.resolve(PATH);
    try {
      String text = text();
      if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
        Path folder = Files.createDirectories(file.getParent());
        if (!folder.toRealPath().startsWith(root.toRealPath())) {
          return Optional.of(folder + " leads out of the repository; not written");
        }
        Files.writeString(file, text);
        return file.toFile().setExecutable(true)
            ? Optional.of(PATH + " is new; it is yours to commit or to ignore")
            : Optional.of(PATH + " cannot be made executable");
      }
      return Files.readString(file).equals(text)
          ? Optional.empty()
          : Optional.of(PATH + " was there and is left as it is");
    } catch (IOException e) {
      return Optional.of(PATH + " cannot be written: " + e.getMessage());
    }
  }

  static String text() {
    try (InputStream in = SessionsScript.class.getResourceAsStream("dispatch-sessions.sh")) {
      if (in == null) {
        throw new IllegalStateException("dispatch-sessions.sh is not on the class path");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
