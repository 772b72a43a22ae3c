package dev.modeldispatch.core.answer;

import dev.modeldispatch.AnswerFormat.Misfit;
import dev.modeldispatch.Misuse;
import dev.modeldispatch.core.internal.Json;
import dev.modeldispatch.core.internal.JsonInText;
import dev.modeldispatch.core.internal.JsonSchema;
import dev.modeldispatch.core.internal.Violation;
import java.nio.charset.StandardCharsets;

/**
 * What is known of one record class: its schema as text, the check of answers against it, and how
 * they are read. Immutable.
 */
record RecordForm(String schema, JsonSchema check, Shape shape) {
  /** Returns the form of this class, or throws with all that is wrong with it. */
  static RecordForm of(Class<?> type) {
    var problems = Misuse.check("Answers.of(" + type.getSimpleName() + ")");
    Shape shape = new Shapes(problems).ofRoot(type);
    problems.orThrow();
    String schema = new String(Json.bytes(shape.schema()), StandardCharsets.UTF_8);
    return new RecordForm(schema, JsonSchema.of(schema), shape);
  }

  /** Returns the record that the JSON in the text is, or throws {@link Misfit}. */
  Object read(String text) {
    JsonInText found =
        JsonInText.find(text).orElseThrow(() -> new Misfit("", "one whole JSON value"));
    check.violation(found.value()).ifPresent(RecordForm::refuse);
    return shape.read("", found.value());
  }

  private static void refuse(Violation violation) {
    throw new Misfit(violation.at(), violation.expected());
  }
}
