package dev.modeldispatch.samples.taskdispatch;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.UncheckedIOException;
import java.util.Map;

/**
 * What a command has to say.
 *
 * @param exit the exit code: 0, or 1 if something needs a person
 * @param text for people
 * @param json for programs
 */
record Answer(int exit, String text, String json) {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  static Answer of(int exit, String text, Map<String, ?> json) {
    try {
      String written = MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(json);
      return new Answer(exit, text, written + "\n");
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }
}
