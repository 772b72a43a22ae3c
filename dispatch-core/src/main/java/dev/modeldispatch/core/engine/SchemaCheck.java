package dev.modeldispatch.core.engine;

import dev.modeldispatch.ModelTarget;
import dev.modeldispatch.connector.Reply;
import dev.modeldispatch.core.internal.JsonInText;
import dev.modeldispatch.core.internal.JsonSchema;
import dev.modeldispatch.core.internal.Violation;
import java.util.Optional;

/** Holds replies against a prompt's JSON schema. Immutable. */
final class SchemaCheck {
  private final JsonSchema schema;

  private SchemaCheck(JsonSchema schema) {
    this.schema = schema;
  }

  /** Returns the check for this schema, or throws with all that is wrong with its keywords. */
  static SchemaCheck of(String schemaJson) {
    return new SchemaCheck(JsonSchema.of(schemaJson));
  }

  /**
   * Returns the reply with the JSON of its answer; one that does not meet the schema is a failure.
   */
  Reply of(ModelTarget asked, Reply reply) {
    if (reply.answer().isEmpty()) {
      return reply;
    }
    String answer = reply.answer().get();
    Optional<JsonInText> found = JsonInText.find(answer);
    Optional<String> violation =
        found.isEmpty()
            ? Optional.of(JsonSchema.NO_JSON)
            : schema.violation(found.get().value()).map(Violation::toString);
    return violation
        .map(unmet -> reply.toFailure(Words.structuredOutput(asked, unmet), answer))
        .orElseGet(() -> reply.toAnswer(found.orElseThrow().json()));
  }
}
