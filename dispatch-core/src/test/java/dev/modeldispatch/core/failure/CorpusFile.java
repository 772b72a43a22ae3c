package dev.modeldispatch.core.failure;

import dev.modeldispatch.FailureKind;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * One recorded error: lines {@code key: value}, an empty line, the body. Ids, keys and names of
 * accounts are made up; {@code source} says where the shape was seen.
 *
 * @param name provider and file
 * @param provider the folder
 * @param facts what the lines say; headers apart
 * @param headers the reply's headers
 * @param body the reply's body, byte for byte but the last line's end
 */
public record CorpusFile(
    String name,
    String provider,
    Map<String, String> facts,
    Map<String, List<String>> headers,
    String body) {

  /** Returns all files, in order. */
  public static List<CorpusFile> all() {
    try (Stream<Path> files = Files.walk(root())) {
      return files.filter(Files::isRegularFile).sorted().map(CorpusFile::read).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path root() {
    try {
      return Path.of(CorpusFile.class.getResource("corpus").toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  private static CorpusFile read(Path file) {
    String text;
    try {
      text = Files.readString(file, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    int end = text.indexOf("\n\n");
    var facts = new HashMap<String, String>();
    var headers = new HashMap<String, List<String>>();
    for (String line : text.substring(0, end).split("\n", -1)) {
      String[] pair = line.split(": ", 2);
      if (pair[0].equals("header")) {
        String[] header = pair[1].split(": ", 2);
        headers.computeIfAbsent(header[0], k -> new ArrayList<>()).add(header[1]);
      } else {
        facts.put(pair[0], pair[1]);
      }
    }
    String provider = root().relativize(file).getName(0).toString();
    return new CorpusFile(
        provider + "/" + file.getFileName(),
        provider,
        Map.copyOf(facts),
        Map.copyOf(headers),
        text.substring(end + 2).stripTrailing());
  }

  /** {@return the reply's status} */
  public int status() {
    return Integer.parseInt(fact("status"));
  }

  /** {@return the kind it has to get} */
  public FailureKind kind() {
    return FailureKind.valueOf(fact("expect").toUpperCase(Locale.ROOT));
  }

  /** {@return whether another try may help} */
  public boolean retryable() {
    return fact("retryable").equals("true");
  }

  /** Returns what a line says, or throws if it is not there. */
  public String fact(String key) {
    return Optional.ofNullable(facts.get(key))
        .orElseThrow(() -> new IllegalStateException(name + " has no line '" + key + ":'"));
  }

  /** Returns what a line says, if it is there. */
  public Optional<String> said(String key) {
    return Optional.ofNullable(facts.get(key));
  }

  @Override
  public String toString() {
    return name;
  }
}
