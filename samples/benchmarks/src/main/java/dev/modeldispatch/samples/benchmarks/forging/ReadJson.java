package dev.modeldispatch.samples.benchmarks.forging;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.modeldispatch.Answered;
import dev.modeldispatch.BatchResult;
import dev.modeldispatch.ModelResult;

/** Reads the JSON form, which holds every answer character by character. */
final class ReadJson {
  private static final JsonMapper MAPPER =
      JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();

  private ReadJson() {}

  static boolean isExact(String report, BatchResult batch) {
    JsonNode results = parse(report).path("results");
    boolean exact = results.size() == batch.results().size();
    for (int slot = 0; exact && slot < results.size(); slot++) {
      exact = isExact(results.get(slot), batch.results().get(slot));
    }
    return exact;
  }

  private static boolean isExact(JsonNode shown, ModelResult result) {
    return shown.path("target").asText().equals(result.target().toString())
        && shown.path("status").asText().equalsIgnoreCase(result.status().name())
        && result.fold(
            (Answered answer) -> shown.path("text").asText().equals(answer.text()),
            none ->
                shown.path("text").isNull()
                    && shown.at("/failure/message").asText().equals(none.failure().message())
                    && shown.at("/failure/hint").asText().equals(none.failure().hint()));
  }

  private static JsonNode parse(String report) {
    try {
      return MAPPER.readTree(report);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("the report is no JSON", e);
    }
  }
}
