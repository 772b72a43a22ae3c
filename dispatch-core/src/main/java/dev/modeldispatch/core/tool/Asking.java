package dev.modeldispatch.core.tool;

import com.fasterxml.jackson.databind.JsonNode;
import dev.modeldispatch.Prompt;
import dev.modeldispatch.core.internal.Json;
import dev.modeldispatch.core.internal.JsonSchema;
import dev.modeldispatch.core.internal.JsonTrouble;
import dev.modeldispatch.core.internal.Times;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What the dispatch tools are asked alike.
 *
 * @param text the prompt
 * @param system the system text, if any
 * @param schema the JSON schema, if any
 * @param timeout the timeout that the call says, if it says one
 * @param port the opencode server's port, if the call says one
 */
record Asking(
    String text,
    Optional<String> system,
    Optional<String> schema,
    Optional<Duration> timeout,
    OptionalInt port) {
  /** The longest timeout, in seconds. */
  static final int MAX_TIMEOUT = 2_147_483;

  private static final BigDecimal SHORTEST = new BigDecimal("0.001");
  private static final int MAX_PORT = 65_535;
  private static final String SCHEMA_EXAMPLE =
      "For example {\"type\":\"object\",\"properties\":{\"verdict\":{\"type\":\"string\"}}}.";

  /** Adds the shared arguments to a tool's schema. */
  static ToolSchema describe(ToolSchema schema, ToolOptions options) {
    String standard = Times.seconds(options.timeout());
    return schema
        .text("systemPrompt", "A system text for the model.")
        .text("jsonSchema", "A JSON schema, an object as text; the answer is JSON that meets it.")
        .number("timeout", MAX_TIMEOUT, "Seconds per model, above 0. Default " + standard + ".")
        .integer("port", 1, MAX_PORT, "The opencode server's port. Default 4096.");
  }

  /** Reads them; what is wrong is noted in the arguments' problems. */
  static Asking read(Arguments arguments) {
    Optional<String> text = arguments.text("prompt").filter(prompt -> !prompt.isBlank());
    boolean isText = arguments.value("prompt").map(JsonNode::isTextual).orElse(true);
    if (text.isEmpty() && isText) {
      arguments.problems().add("prompt must not be blank", "Say in prompt what is asked.");
    }
    return new Asking(
        text.orElse(""),
        arguments.text("systemPrompt"),
        schema(arguments),
        timeout(arguments),
        port(arguments));
  }

  /** Reads the port alone. */
  static OptionalInt port(Arguments arguments) {
    return arguments.integer("port", 1, MAX_PORT);
  }

  private static Optional<String> schema(Arguments arguments) {
    Optional<JsonNode> value = arguments.value("jsonSchema");
    if (value.isEmpty()) {
      return Optional.empty();
    }
    String schema = value.get().isTextual() ? value.get().textValue() : value.get().toString();
    try {
      if (!Json.parse(schema).isObject()) {
        arguments.problems().add("jsonSchema must parse to a JSON object schema", SCHEMA_EXAMPLE);
        return Optional.empty();
      }
      JsonSchema.of(schema);
    } catch (JsonTrouble e) {
      arguments.problems().add("Invalid jsonSchema: " + e.getMessage(), SCHEMA_EXAMPLE);
    } catch (IllegalArgumentException e) {
      String why = String.valueOf(e.getMessage()).replaceFirst("^jsonSchema: ", "");
      arguments.problems().add("Invalid jsonSchema: " + Words.cut(why, 120), SCHEMA_EXAMPLE);
    }
    return Optional.of(schema);
  }

  private static Optional<Duration> timeout(Arguments arguments) {
    Optional<JsonNode> value = arguments.value("timeout");
    if (value.isEmpty()) {
      return Optional.empty();
    }
    BigDecimal seconds =
        value.get().isNumber() ? value.get().decimalValue() : BigDecimal.ZERO; // is refused
    if (seconds.signum() <= 0) {
      arguments.problems().add("timeout must be a positive number of seconds", "");
      return Optional.empty();
    }
    if (seconds.compareTo(BigDecimal.valueOf(MAX_TIMEOUT)) > 0) {
      arguments.problems().add("timeout must be <= " + MAX_TIMEOUT + " seconds", "");
      return Optional.empty();
    }
    // The least is taken first: to round a number of a million places costs as many digits.
    BigDecimal millis = seconds.max(SHORTEST).movePointRight(3).setScale(0, RoundingMode.CEILING);
    return Optional.of(Duration.ofMillis(millis.longValueExact()));
  }

  /** Returns a builder of the prompt that is sent. */
  Prompt.Builder prompt(ToolOptions options) {
    String sent = options.primer().map(primer -> primer + "\n\n" + text).orElse(text);
    Prompt.Builder prompt = Prompt.builder(sent).timeout(timeout.orElse(options.timeout()));
    system.ifPresent(prompt::system);
    schema.ifPresent(prompt::jsonSchema);
    return prompt;
  }

  /** {@return the remarks on how it was asked, in their order} */
  List<String> mods(ToolOptions options) {
    var mods = new ArrayList<String>();
    system.ifPresent(s -> mods.add("custom-system"));
    schema.ifPresent(s -> mods.add("structured-json"));
    timeout.ifPresent(t -> mods.add("timeout-" + Times.seconds(t) + "s"));
    options.primer().ifPresent(p -> mods.add("primer"));
    return mods;
  }
}
