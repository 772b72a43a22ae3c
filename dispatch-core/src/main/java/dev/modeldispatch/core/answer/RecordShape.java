package dev.modeldispatch.core.answer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.modeldispatch.AnswerFormat.Misfit;
import dev.modeldispatch.core.internal.Json;
import dev.modeldispatch.core.internal.Violation;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.util.List;

/**
 * A record: an object with exactly its components.
 *
 * @param constructor the canonical one, accessible
 * @param words what the record is for; may be empty
 */
record RecordShape(Constructor<?> constructor, List<Part> parts, String words) implements Shape {
  /** A component. */
  record Part(String name, Shape shape) {}

  /** {@return the name that tells it from the other cases of a sealed interface} */
  String name() {
    return constructor.getDeclaringClass().getSimpleName();
  }

  @Override
  public ObjectNode schema() {
    return schema(false);
  }

  /** Returns the schema with the member that holds the record's name. */
  ObjectNode taggedSchema() {
    return schema(true);
  }

  private ObjectNode schema(boolean tagged) {
    ObjectNode schema = Json.object().put("type", "object");
    ObjectNode members = Json.object();
    var required = Json.object().putArray("required");
    if (tagged) {
      members.putObject(CasesShape.TAG).put("type", "string").putArray("enum").add(name());
      required.add(CasesShape.TAG);
    }
    for (Part part : parts) {
      members.set(part.name(), part.shape().schema());
      required.add(part.name());
    }
    schema.set("properties", members);
    schema.set("required", required);
    schema.put("additionalProperties", false);
    return words.isEmpty() ? schema : schema.put("description", words);
  }

  @Override
  public Object read(String at, JsonNode json) {
    Object[] values =
        parts.stream()
            .map(
                part -> part.shape().read(Violation.child(at, part.name()), json.path(part.name())))
            .toArray();
    try {
      return constructor.newInstance(values);
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof Error error) {
        throw error;
      }
      throw new Misfit(at, "what " + name() + " takes; its constructor threw " + thrown(e));
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(name() + " could be constructed and no longer can", e);
    }
  }

  /** The name alone: the message may quote the answer. */
  private static String thrown(InvocationTargetException e) {
    return String.valueOf(e.getCause() == null ? null : e.getCause().getClass().getName());
  }
}
