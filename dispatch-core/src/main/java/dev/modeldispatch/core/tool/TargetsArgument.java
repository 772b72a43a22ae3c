package dev.modeldispatch.core.tool;

import com.fasterxml.jackson.databind.JsonNode;
import dev.modeldispatch.ModelTarget;
import dev.modeldispatch.core.internal.Json;
import dev.modeldispatch.core.internal.JsonTrouble;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads the argument {@code models}: an array of provider and model, or a text that holds one. */
final class TargetsArgument {
  private static final int MOST = 100;
  private static final String FORM = "models must be an array of {provider, model}";
  private static final String EXAMPLE =
      "For example [{\"provider\":\"openai\",\"model\":\"gpt-x\"},"
          + "{\"provider\":\"anthropic\",\"model\":\"claude-x\"}].";

  private TargetsArgument() {}

  /**
   * Returns the targets in order, duplicates too; what is wrong is noted. Empty if absent.
   *
   * @param least how many there have to be
   * @param tooFew what to do if there are fewer
   */
  static Optional<List<ModelTarget>> read(Arguments arguments, int least, String tooFew) {
    Optional<JsonNode> value = arguments.value("models");
    if (value.isEmpty()) {
      return Optional.empty();
    }
    JsonNode array = value.get().isTextual() ? parsed(value.get()) : value.get();
    if (!array.isArray()) {
      arguments.problems().add(FORM + "; it is " + shown(array), EXAMPLE);
      return Optional.of(List.of());
    }
    if (array.size() > MOST) {
      arguments.problems().add("models must be at most " + MOST, "");
      return Optional.of(List.of());
    }
    if (array.size() < least) {
      arguments.problems().add("models has " + array.size() + ": " + tooFew, "");
    }
    return Optional.of(targets(arguments, array));
  }

  private static List<ModelTarget> targets(Arguments arguments, JsonNode array) {
    var targets = new ArrayList<ModelTarget>();
    var wrong = new ArrayList<String>();
    for (int i = 0; i < array.size(); i++) {
      JsonNode entry = array.get(i);
      Optional<ModelTarget> target = target(entry);
      target.ifPresent(targets::add);
      if (target.isEmpty()) {
        wrong.add("models[" + i + "] is " + shown(entry));
      }
    }
    if (!wrong.isEmpty()) {
      String more = wrong.size() == 1 ? "" : " (and " + (wrong.size() - 1) + " more)";
      arguments.problems().add(FORM + "; " + wrong.get(0) + more, EXAMPLE);
      return List.of();
    }
    return targets;
  }

  private static Optional<ModelTarget> target(JsonNode entry) {
    JsonNode provider = entry.path("provider");
    JsonNode model = entry.path("model");
    if (entry.size() != 2 || !provider.isTextual() || !model.isTextual()) {
      return Optional.empty();
    }
    try {
      return Optional.of(ModelTarget.of(provider.textValue(), model.textValue()));
    } catch (IllegalArgumentException e) {
      return Optional.empty(); // the entry is shown as a whole
    }
  }

  private static JsonNode parsed(JsonNode text) {
    try {
      return Json.parse(text.textValue());
    } catch (JsonTrouble e) {
      return text; // is no array, and is shown
    }
  }

  private static String shown(JsonNode value) {
    return Words.quoted(value.isTextual() ? value.textValue() : value.toString());
  }
}
