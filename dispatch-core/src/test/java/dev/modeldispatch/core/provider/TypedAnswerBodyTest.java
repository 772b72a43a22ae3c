package dev.modeldispatch.core.provider;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.modeldispatch.AnswerFormat;
import dev.modeldispatch.core.internal.Json;
import dev.modeldispatch.core.internal.JsonTrouble;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The schema of a record goes to each provider in the place it has for one, as it is. */
class TypedAnswerBodyTest {
  enum Size {
    SMALL
  }

  sealed interface Part {}

  record Wheel(int spokes) implements Part {}

  record Frame(Optional<Size> size) implements Part {}

  record Bicycle(
      List<Part> parts, Map<String, Double> prices, Optional<Wheel> spare, Optional<URI> shop) {}

  private static final AnswerFormat<Bicycle> BICYCLE =
      dev.modeldispatch.core.answer.Answers.of(Bicycle.class);

  /** Where a dialect has its schema. */
  record Place(Dialect dialect, String pointer) {}

  static Stream<Place> places() {
    return Stream.of(
        new Place(OpenAiDialect.OPENAI, "/response_format/json_schema/schema"),
        new Place(OpenAiDialect.COMPATIBLE, "/response_format/json_schema/schema"),
        new Place(new AnthropicDialect(), "/output_config/format/schema"),
        new Place(new GeminiDialect(), "/generationConfig/responseJsonSchema"),
        new Place(new OllamaDialect(), "/format"));
  }

  @ParameterizedTest
  @MethodSource("places")
  void schemaIsInItsPlace(Place place) throws JsonTrouble {
    JsonNode body = place.dialect().body("m", BICYCLE.prompt("hi"), History.none());

    assertThat(body.at(place.pointer())).isEqualTo(Json.parse(BICYCLE.jsonSchema()));
    JsonNode strict = body.at("/response_format/json_schema/strict");
    assertThat(strict.isMissingNode() || strict.booleanValue()).isTrue();
  }

  /** What strict modes refuse: Anthropic's bounds, OpenAI's unknown words. */
  @Test
  void noKeywordIsThereThatAStrictModeRefuses() throws JsonTrouble {
    JsonNode schema = Json.parse(BICYCLE.jsonSchema());

    assertThat(keywords(schema))
        .isSubsetOf(
            Set.of(
                "type",
                "properties",
                "required",
                "additionalProperties",
                "items",
                "enum",
                "anyOf",
                "description"));
  }

  private static Set<String> keywords(JsonNode schema) {
    var all = new TreeSet<String>();
    schema.fieldNames().forEachRemaining(all::add);
    schema.path("properties").forEach(inner -> all.addAll(keywords(inner)));
    schema.path("anyOf").forEach(inner -> all.addAll(keywords(inner)));
    if (schema.has("items")) {
      all.addAll(keywords(schema.get("items")));
    }
    return all;
  }
}
