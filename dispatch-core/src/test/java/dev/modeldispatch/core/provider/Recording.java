package dev.modeldispatch.core.provider;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * One recorded stream, made once and fed often: lines {@code key: value}, then the same reply
 * unstreamed behind {@code === plain}, then the stream behind {@code === stream}, byte for byte.
 * Ids are made up.
 */
final class Recording {
  private static final Pattern FILE =
      Pattern.compile("(.*?)(?:=== plain\n(.*?)\n)?=== stream\n(.*)", Pattern.DOTALL);
  private static final List<Recording> ALL = readAll();

  private final String name;
  private final Map<String, String> facts;
  private final Optional<String> plain;
  private final String stream;
  private final byte[] bytes;
  private final Dialect dialect;

  private Recording(String name, Map<String, String> facts, Optional<String> plain, String stream) {
    this.name = name;
    this.facts = facts;
    this.plain = plain;
    this.stream = stream;
    this.bytes = stream.getBytes(StandardCharsets.UTF_8);
    this.dialect = dialect(name);
  }

  static List<Recording> all() {
    return ALL;
  }

  private static List<Recording> readAll() {
    try (Stream<Path> files = Files.walk(root())) {
      return files.filter(Files::isRegularFile).sorted().map(Recording::read).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Recording of(String name) {
    return all().stream().filter(r -> r.name.equals(name)).findFirst().orElseThrow();
  }

  private static Path root() {
    try {
      return Path.of(Recording.class.getResource("streams").toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Recording read(Path file) {
    String text;
    try {
      text = Files.readString(file, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Matcher parts = FILE.matcher(text);
    if (!parts.matches()) {
      throw new IllegalStateException(file + " holds no stream");
    }
    var facts = new HashMap<String, String>();
    parts
        .group(1)
        .lines()
        .map(line -> line.split(": ", 2))
        .forEach(fact -> facts.put(fact[0], fact[1]));
    boolean crlf = facts.getOrDefault("line-ends", "lf").equals("crlf");
    String stream = parts.group(3);
    String sent = crlf ? stream.replace("\n", "\r\n") : stream;
    String name = root().relativize(file).toString().replace('\\', '/').replace(".txt", "");
    return new Recording(name, facts, Optional.ofNullable(parts.group(2)), sent);
  }

  private static Dialect dialect(String name) {
    return switch (name.substring(0, name.indexOf('/'))) {
      case "openai" -> OpenAiDialect.COMPATIBLE;
      case "anthropic" -> new AnthropicDialect();
      case "gemini" -> new GeminiDialect();
      default -> new OllamaDialect();
    };
  }

  String name() {
    return name;
  }

  /** {@return what its lines say} */
  Map<String, String> facts() {
    return facts;
  }

  /** {@return the body of the same reply unstreamed; empty if there can be none} */
  Optional<String> plain() {
    return plain;
  }

  byte[] bytes() {
    return bytes;
  }

  Dialect dialect() {
    return dialect;
  }

  String contentType() {
    return dialect.framing() == Framing.LINES
        ? "application/x-ndjson"
        : "text/event-stream; charset=utf-8";
  }

  /** {@return how many bytes there are before the line that ends the stream is whole} */
  int untilMark() {
    return untilLineOf("\\[DONE\\]|message_stop|\"finishReason\"|\"blockReason\"|\"done\":true");
  }

  /** {@return how many bytes there are before the answer can be known to have ended} */
  int untilFinish() {
    return untilLineOf("(finish_reason|stop_reason|finishReason|blockReason)\":\"");
  }

  private int untilLineOf(String sign) {
    Matcher last = Pattern.compile(".*(?:" + sign + ")[^\r\n]*", Pattern.DOTALL).matcher(stream);
    return last.lookingAt() ? size(stream.substring(0, last.end())) : Integer.MAX_VALUE;
  }

  private static int size(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }

  @Override
  public String toString() {
    return name;
  }
}
