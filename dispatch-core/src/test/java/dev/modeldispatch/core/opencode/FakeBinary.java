package dev.modeldispatch.core.opencode;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/** Programs that are no opencode, or one that answers just enough. */
final class FakeBinary {
  private FakeBinary() {}

  /** Returns an executable shell script with these lines. */
  static Path script(Path folder, String... lines) {
    return file(folder, "rwx------", "#!/bin/sh\n" + String.join("\n", lines) + "\n");
  }

  static Path file(Path folder, String permissions, String content) {
    try {
      Path file = Files.writeString(folder.resolve("opencode"), content);
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
      return file;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Returns a script that becomes {@link FakeServerMain}: a server that answers health and
   * providers.
   *
   * @param folder where the script goes, and what the server writes of itself
   */
  static Path server(Path folder) {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    String classes = classes().toString();
    return script(
        folder,
        "env | sort > " + folder + "/env",
        "echo $$ >> " + folder + "/pids",
        "exec " + java + " -cp " + classes + " " + FakeServerMain.class.getName() + " \"$5\"");
  }

  private static Path classes() {
    try {
      return Path.of(FakeBinary.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (java.net.URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }
}
