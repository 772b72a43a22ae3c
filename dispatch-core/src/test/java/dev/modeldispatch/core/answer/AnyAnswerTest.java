package dev.modeldispatch.core.answer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.modeldispatch.AnswerFormat;
import dev.modeldispatch.AnswerFormat.Misfit;
import dev.modeldispatch.core.answer.Sample.Everything;
import dev.modeldispatch.core.answer.Sample.Plain;
import dev.modeldispatch.core.internal.Json;
import dev.modeldispatch.core.internal.JsonInText;
import dev.modeldispatch.core.internal.JsonSchema;
import dev.modeldispatch.core.internal.Violation;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;

/** Random answers, good ones and damaged ones, against the schema and the reader. */
class AnyAnswerTest {
  private static final AnswerFormat<Everything> FORMAT = Answers.of(Everything.class);
  private static final AnswerFormat<Plain> PLAIN = Answers.of(Plain.class);

  @RepeatedTest(50)
  void whatIsWrittenIsRead(RepetitionInfo seed) {
    var everything = new Draw(random(seed)).one(Everything.class);

    String json = text(Draw.json(Everything.class, everything));

    assertThat(FORMAT.read(json)).isEqualTo(everything);
    assertThat(FORMAT.read("Here:\n```json\n" + json + "\n```")).isEqualTo(everything);
  }

  @RepeatedTest(3)
  void eachDamageIsFoundWhereItIs(RepetitionInfo seed) {
    JsonNode json = Draw.json(Everything.class, new Draw(random(seed)).one(Everything.class));
    List<String> places = new ArrayList<>();
    collect("", json, places);

    for (String place : places) {
      assertThat(misfit(replaced(json, place)).path()).isEqualTo(expected(place));
      if (json.at(place).isObject()) {
        assertThat(misfit(withMore(json, place)).path()).isEqualTo(place + "/*");
      }
      if (parent(json, place).isObject()) {
        assertThat(misfit(removed(json, place)).path()).isEqualTo(expected(place));
      }
    }
  }

  /** The check of the engine and the reader take the same, and nothing is lost or made up. */
  @RepeatedTest(50)
  void schemaTakesWhatTheReaderTakes(RepetitionInfo seed) {
    var random = random(seed);
    JsonNode json = Draw.json(Plain.class, new Draw(random).one(Plain.class));
    var check = JsonSchema.of(PLAIN.jsonSchema());

    for (int i = 0; i < 30; i++) {
      JsonNode mutant = mutated(json, random);
      Optional<String> violation = check.violation(mutant).map(Violation::toString);

      Misfit misfit = catchThrowableOfType(Misfit.class, () -> PLAIN.read(text(mutant)));

      boolean repeats = misfit != null && misfit.toString().endsWith("no other entry has");
      assertThat(Optional.ofNullable(misfit).filter(m -> !repeats).map(Misfit::getMessage))
          .isEqualTo(violation);
      if (misfit == null) {
        assertThat(
                Draw.json(Plain.class, PLAIN.read(text(mutant)))
                    .equals(AnyAnswerTest::differ, mutant))
            .isTrue();
      }
    }
  }

  /** What the schema takes and the reader does not is a number or a text, never a surprise. */
  @RepeatedTest(25)
  void readerRefusesWithAMisfitAlone(RepetitionInfo seed) {
    var random = random(seed);
    String json = text(Draw.json(Everything.class, new Draw(random).one(Everything.class)));
    var check = JsonSchema.of(FORMAT.jsonSchema());

    for (int i = 0; i < 50; i++) {
      var text = new StringBuilder(json);
      int at = random.nextInt(text.length());
      text.replace(at, at + random.nextInt(2), "{}[]\",:-e09tn".charAt(random.nextInt(13)) + "");

      Misfit misfit = catchThrowableOfType(Misfit.class, () -> FORMAT.read(text.toString()));

      Optional<JsonInText> found = JsonInText.find(text.toString());
      if (found.isEmpty() || check.violation(found.get().value()).isPresent()) {
        assertThat(misfit).isNotNull();
      } else if (misfit != null) {
        assertThat(found.get().value().at(misfit.path()).isValueNode()).isTrue();
      }
    }
  }

  private static Misfit misfit(JsonNode json) {
    Misfit misfit = catchThrowableOfType(Misfit.class, () -> FORMAT.read(text(json)));
    assertThat(misfit).as(text(json)).isNotNull();
    return misfit;
  }

  /** Without its tag, a case of a sealed interface is none at all. */
  private static String expected(String place) {
    return place.endsWith("/type") ? place.substring(0, place.lastIndexOf('/')) : place;
  }

  private static void collect(String at, JsonNode json, List<String> places) {
    places.add(at);
    json.propertyStream().forEach(p -> collect(at + "/" + p.getKey(), p.getValue(), places));
    if (json.isArray()) {
      for (int i = 0; i < json.size(); i++) {
        collect(at + "/" + i, json.get(i), places);
      }
    }
  }

  private static JsonNode parent(JsonNode json, String place) {
    return place.isEmpty()
        ? json.path("none")
        : json.at(place.substring(0, place.lastIndexOf('/')));
  }

  private static JsonNode replaced(JsonNode json, String place) {
    JsonNode old = json.at(place);
    JsonNode other = old.isNumber() ? new TextNode("x") : IntNode.valueOf(7);
    return put(json, place, old.isNull() ? BooleanNode.TRUE : other);
  }

  private static JsonNode put(JsonNode json, String place, JsonNode value) {
    JsonNode copy = json.deepCopy();
    String name = place.substring(place.lastIndexOf('/') + 1);
    if (parent(copy, place) instanceof ObjectNode object) {
      object.set(name, value);
    } else if (parent(copy, place) instanceof ArrayNode array) {
      array.set(Integer.parseInt(name), value);
    } else {
      return value;
    }
    return copy;
  }

  private static JsonNode withMore(JsonNode json, String place) {
    JsonNode copy = json.deepCopy();
    ((ObjectNode) copy.at(place)).put("more", 1);
    return copy;
  }

  private static JsonNode removed(JsonNode json, String place) {
    JsonNode copy = json.deepCopy();
    ((ObjectNode) parent(copy, place)).remove(place.substring(place.lastIndexOf('/') + 1));
    return copy;
  }

  /** Puts a value of somewhere, or a usual one, in the place of another. */
  private static JsonNode mutated(JsonNode json, Random random) {
    List<String> places = new ArrayList<>();
    collect("", json, places);
    String place = places.get(random.nextInt(places.size()));
    var make = JsonNodeFactory.instance;
    JsonNode value =
        switch (random.nextInt(6)) {
          case 0 -> make.nullNode();
          case 1 -> make.textNode("HIGH");
          case 2 -> make.arrayNode();
          case 3 -> make.objectNode().put("type", "Hole");
          default -> json.at(places.get(random.nextInt(places.size())));
        };
    return put(json, place, value);
  }

  private static int differ(JsonNode a, JsonNode b) {
    boolean numbers = a.isNumber() && b.isNumber();
    boolean same = numbers ? a.decimalValue().compareTo(b.decimalValue()) == 0 : a.equals(b);
    return same ? 0 : 1;
  }

  private static Random random(RepetitionInfo seed) {
    return new Random(seed.getCurrentRepetition());
  }

  private static String text(JsonNode json) {
    return new String(Json.bytes(json), StandardCharsets.UTF_8);
  }
}
