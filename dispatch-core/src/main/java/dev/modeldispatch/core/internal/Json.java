package dev.modeldispatch.core.internal;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;

/** Reads and writes JSON, strictly: one value, no duplicate names, at most 200 levels. */
public final class Json {
  private static final int MAX_DEPTH = 200;

  private static final ObjectMapper MAPPER =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxNestingDepth(MAX_DEPTH)
                          .maxNameLength(10_000)
                          .maxNumberLength(1_000)
                          .build())
                  .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
                  .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                  .build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private Json() {}

  /** Returns the value that the bytes are, in UTF-8. */
  public static JsonNode parse(byte[] bytes) throws JsonTrouble {
    return checked(() -> MAPPER.readTree(bytes));
  }

  /** Returns the value that the text is. */
  public static JsonNode parse(String text) throws JsonTrouble {
    return checked(() -> MAPPER.readTree(text));
  }

  /** Returns a new, empty object. */
  public static ObjectNode object() {
    return MAPPER.createObjectNode();
  }

  /** Returns the value as UTF-8 text. */
  public static byte[] bytes(JsonNode value) {
    try {
      return MAPPER.writeValueAsBytes(value);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException("a JSON tree could not be written", e);
    }
  }

  private static JsonNode checked(Reading reading) throws JsonTrouble {
    try {
      JsonNode value = reading.read();
      if (value == null || value.isMissingNode()) {
        throw new JsonTrouble("empty");
      }
      return value;
    } catch (StreamConstraintsException e) {
      throw new JsonTrouble("beyond the JSON limits" + where(e.getLocation()));
    } catch (JsonProcessingException e) {
      throw new JsonTrouble("not JSON" + where(e.getLocation()));
    } catch (IOException e) {
      throw new JsonTrouble("not JSON in UTF-8");
    }
  }

  private static String where(JsonLocation at) {
    return at == null ? "" : " at line " + at.getLineNr() + ", column " + at.getColumnNr();
  }

  /** One reading of the parser. */
  private interface Reading {
    JsonNode read() throws IOException;
  }
}
