package dev.modeldispatch.samples.mcp;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The lines of a stream in UTF-8. One that is too long is left out. For one thread. */
final class Lines {
  /** The tools refuse arguments above 8 Mi characters, so that this is room enough. */
  private static final int LONGEST = 32 << 20;

  private static final Logger LOG = LoggerFactory.getLogger(Lines.class);

  private final InputStream in;
  private final int longest;

  Lines(InputStream in) {
    this(in, LONGEST);
  }

  /** Makes one that leaves lines of more bytes out. */
  Lines(InputStream in, int longest) {
    this.in = new BufferedInputStream(in);
    this.longest = longest;
  }

  /** Waits for the next line; empty at the end. */
  Optional<String> next() throws IOException {
    var line = new ByteArrayOutputStream();
    long length = 0;
    int read = in.read();
    if (read < 0) {
      return Optional.empty();
    }
    for (; read >= 0 && read != '\n'; read = in.read()) {
      length++;
      if (length <= longest) {
        line.write(read);
      }
    }
    if (length > longest) {
      LOG.warn("a line of {} bytes is left out; the most is {}", length, longest);
      return Optional.of("");
    }
    return Optional.of(line.toString(StandardCharsets.UTF_8));
  }
}
