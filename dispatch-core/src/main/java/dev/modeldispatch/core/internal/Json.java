package dev.modeldispatch.core.internal;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.core.util.Separators;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.regex.Pattern;

/** Reads and writes JSON, strictly: one value, no duplicate names, at most 200 levels. */
public final class Json {
  private static final int MAX_DEPTH = 200;
  private static final Pattern NOTE = Pattern.compile(" \\(for |\n");

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

  private static final ObjectReader EXACT =
      MAPPER.reader().with(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);

  private Json() {}

  /** Returns the value that the bytes are, in UTF-8. */
  public static JsonNode parse(byte[] bytes) throws JsonTrouble {
    return checked(() -> MAPPER.readTree(bytes));
  }

  /** Returns the value that the text is. */
  public static JsonNode parse(String text) throws JsonTrouble {
    return checked(() -> MAPPER.readTree(text));
  }

  /** Returns the value that the text is, each number as exact as it is written. */
  public static JsonNode parseExact(String text) throws JsonTrouble {
    return checked(() -> EXACT.readTree(text));
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

  /** Returns the line in which the value at this pointer begins; the last line if it is missing. */
  public static int lineOf(byte[] bytes, String pointer) {
    try (JsonParser parser = MAPPER.getFactory().createParser(bytes)) {
      for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
        boolean value = token != JsonToken.FIELD_NAME && !token.isStructEnd();
        if (value && parser.getParsingContext().pathAsPointer().toString().equals(pointer)) {
          break;
        }
      }
      return parser.currentTokenLocation().getLineNr();
    } catch (IOException e) {
      return 1;
    }
  }

  /** Returns the value as text, a line for each member, each level indented by so much. */
  public static String indented(JsonNode value, String indent) {
    var lines = new DefaultIndenter(indent, "\n");
    var printer =
        new DefaultPrettyPrinter(
                Separators.createDefaultInstance()
                    .withObjectFieldValueSpacing(Separators.Spacing.AFTER)
                    .withObjectEmptySeparator("")
                    .withArrayEmptySeparator(""))
            .withObjectIndenter(lines)
            .withArrayIndenter(lines);
    try {
      return MAPPER.writer(printer).writeValueAsString(value);
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
      throw new JsonTrouble("beyond the JSON limits" + where(e.getLocation()), reason(e));
    } catch (JsonProcessingException e) {
      throw new JsonTrouble("not JSON" + where(e.getLocation()), reason(e));
    } catch (NumberFormatException | ArithmeticException e) {
      throw new JsonTrouble("beyond the JSON limits"); // an exponent beyond all bounds
    } catch (IOException e) {
      throw new JsonTrouble("not JSON in UTF-8");
    }
  }

  private static String where(JsonLocation at) {
    return at == null ? "" : " at line " + at.getLineNr() + ", column " + at.getColumnNr();
  }

  /** What the parser found, without its note on where the open bracket was. */
  private static String reason(JsonProcessingException e) {
    String line = NOTE.split(e.getOriginalMessage(), 2)[0];
    return line.length() <= 120 ? line : line.substring(0, 120) + "...";
  }

  /** One reading of the parser. */
  private interface Reading {
    JsonNode read() throws IOException;
  }
}
