package dev.modeldispatch.core.aimock;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** The connections of a server on this machine, as Linux lists them. */
final class Sockets {
  private static final String ESTABLISHED = "01";
  private static final List<Path> TABLES =
      List.of(Path.of("/proc/net/tcp"), Path.of("/proc/net/tcp6"));

  private Sockets() {}

  /** Returns how many connections the server at this port holds open, both ends being there. */
  static long open(int port) throws IOException {
    String local = String.format(Locale.ROOT, ":%04X", port);
    long count = 0;
    for (Path table : TABLES) {
      try (Stream<String> lines = Files.lines(table)) {
        count +=
            lines
                .map(line -> line.strip().split("\\s+", -1))
                .filter(part -> part[1].endsWith(local) && part[3].equals(ESTABLISHED))
                .count();
      }
    }
    return count;
  }
}
