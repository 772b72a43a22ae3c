package dev.modeldispatch.core.answer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** How the values of one Java type look in JSON. Immutable. */
interface Shape {
  /** Returns a new node with the schema. */
  ObjectNode schema();

  /**
   * Returns the value, or throws {@link dev.modeldispatch.AnswerFormat.Misfit}.
   *
   * @param at where it stands, as a JSON pointer
   * @param json meets the schema
   */
  Object read(String at, JsonNode json);
}
