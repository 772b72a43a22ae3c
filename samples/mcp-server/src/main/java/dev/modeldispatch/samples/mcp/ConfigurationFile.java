package dev.modeldispatch.samples.mcp;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Finds and reads the file; without one the environment decides. */
final class ConfigurationFile {
  static final String STANDARD = "model-dispatch.json";

  private static final int MAX_BYTES = 1 << 20;
  private static final byte[] NOTHING = "{}".getBytes(StandardCharsets.UTF_8);

  private ConfigurationFile() {}

  /** Returns what the named file says, or the usual one, or else the environment. */
  static Configuration find(Path folder, Optional<Path> named, Map<String, String> environment)
      throws BadConfiguration {
    Path file = folder.resolve(named.orElse(Path.of(STANDARD)));
    if (named.isEmpty() && Files.notExists(file)) {
      String source = "the environment; there is no " + STANDARD + " in this folder";
      return read(source, "environment", NOTHING, environment);
    }
    String name = named.orElse(Path.of(STANDARD)).toString();
    return read(name, name, bytes(file, name), environment);
  }

  private static Configuration read(
      String source, String name, byte[] bytes, Map<String, String> environment)
      throws BadConfiguration {
    var places = Places.of(name, bytes);
    var problems = new Problems(name, places);
    return new ConfigurationReader(source, places.root(), problems, environment).read();
  }

  private static byte[] bytes(Path file, String name) throws BadConfiguration {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes(MAX_BYTES + 1);
      if (bytes.length <= MAX_BYTES) {
        return bytes;
      }
      throw new BadConfiguration(List.of(name + ":1: it is above 1 MiB; it is far smaller"));
    } catch (NoSuchFileException e) {
      throw new BadConfiguration(
          List.of(name + ":1: there is no such file; --help tells its form"));
    } catch (IOException e) {
      throw new BadConfiguration(
          List.of(name + ":1: it cannot be read (" + e.getClass().getSimpleName() + ")"));
    }
  }
}
