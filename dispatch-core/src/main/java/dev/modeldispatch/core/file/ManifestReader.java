package dev.modeldispatch.core.file;

import com.fasterxml.jackson.databind.JsonNode;
import dev.modeldispatch.Misuse;
import dev.modeldispatch.core.internal.Json;
import dev.modeldispatch.core.internal.JsonTrouble;
import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Reads a manifest, and says where a broken one is broken. Fields that it does not know pass. */
final class ManifestReader {
  private final Path file;
  private final byte[] bytes;
  private final JsonNode json;

  private ManifestReader(Path file, byte[] bytes, JsonNode json) {
    this.file = file;
    this.bytes = bytes;
    this.json = json;
  }

  static BatchManifest read(Path file, byte[] bytes) throws IOException {
    try {
      return new ManifestReader(file, bytes, Json.parse(bytes)).manifest();
    } catch (JsonTrouble e) {
      throw new IOException(file + ": " + e.getMessage());
    }
  }

  private BatchManifest manifest() throws IOException {
    List<BatchManifest.Entry> entries = new ArrayList<>();
    JsonNode signals = json.path("signals");
    if (!signals.isArray()) {
      throw broken("/signals", "is no list");
    }
    for (int i = 0; i < signals.size(); i++) {
      String at = "/signals/" + i;
      entries.add(
          new BatchManifest.Entry(
              text(at + "/case_id"),
              path(at + "/signal_path"),
              word(at + "/status", BatchManifest.SignalStatus.class)));
    }
    long total = number("/total", 0);
    if (total != entries.size()) {
      throw broken("/total", "is " + total + ", but there are " + entries.size() + " signals");
    }
    return new BatchManifest(
        number("/batch_id", 1),
        word("/status", BatchManifest.Status.class),
        word("/phase", BatchManifest.Phase.class),
        time("/created_at"),
        time("/updated_at"),
        path("/briefing_path"),
        entries);
  }

  private String text(String at) throws IOException {
    JsonNode value = json.at(at);
    if (!value.isTextual()) {
      throw broken(at, "is no text");
    }
    return value.textValue();
  }

  private long number(String at, long least) throws IOException {
    JsonNode value = json.at(at);
    if (!value.isIntegralNumber() || !value.canConvertToLong() || value.longValue() < least) {
      throw broken(at, "is no whole number of at least " + least);
    }
    return value.longValue();
  }

  private Path path(String at) throws IOException {
    try {
      return Path.of(text(at));
    } catch (InvalidPathException e) {
      throw broken(at, "is no path");
    }
  }

  private Instant time(String at) throws IOException {
    try {
      return Instant.parse(text(at));
    } catch (DateTimeParseException e) {
      throw broken(at, "is no time like 2026-01-31T12:00:00Z");
    }
  }

  private <E extends Enum<E>> E word(String at, Class<E> type) throws IOException {
    String word = text(at);
    for (E value : type.getEnumConstants()) {
      if (BatchManifest.word(value).equals(word)) {
        return value;
      }
    }
    List<String> known = new ArrayList<>();
    for (E value : type.getEnumConstants()) {
      known.add(value.name().toLowerCase(Locale.ROOT));
    }
    throw broken(at, "is " + Misuse.quote(word) + ", none of " + String.join(", ", known));
  }

  private IOException broken(String at, String what) {
    int line = Json.lineOf(bytes, at);
    return new IOException(file + ": broken at line " + line + ", " + at.substring(1) + " " + what);
  }
}
