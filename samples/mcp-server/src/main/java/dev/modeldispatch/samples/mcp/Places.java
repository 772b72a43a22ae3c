package dev.modeldispatch.samples.mcp;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A file's JSON with the lines on which its values begin.
 *
 * @param root the value that the file is
 * @param lines the lines by JSON pointer
 */
record Places(JsonNode root, Map<String, Integer> lines) {
  private static final ObjectMapper MAPPER =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  /** Reads the file's bytes; the parser's own words are left out, they quote the text. */
  static Places of(String file, byte[] bytes) throws BadConfiguration {
    try {
      return new Places(MAPPER.readTree(bytes), lines(bytes));
    } catch (JsonProcessingException e) {
      boolean twice = String.valueOf(e.getOriginalMessage()).startsWith("Duplicate field");
      String where =
          e.getLocation() == null
              ? ":1: "
              : ":"
                  + e.getLocation().getLineNr()
                  + ": column "
                  + e.getLocation().getColumnNr()
                  + ": ";
      throw new BadConfiguration(
          List.of(file + where + (twice ? "a field is there twice" : "this is not JSON")));
    } catch (IOException e) {
      throw new BadConfiguration(List.of(file + ":1: this is not JSON in UTF-8"));
    }
  }

  private static Map<String, Integer> lines(byte[] bytes) throws IOException {
    var lines = new HashMap<String, Integer>();
    try (JsonParser parser = MAPPER.getFactory().createParser(bytes)) {
      for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
        String pointer = parser.getParsingContext().pathAsPointer().toString();
        lines.putIfAbsent(pointer, parser.currentTokenLocation().getLineNr());
      }
    }
    return lines;
  }

  /** Returns the line on which the value at this pointer, or its name, begins. */
  int line(String pointer) {
    return lines.getOrDefault(pointer, 1);
  }
}
