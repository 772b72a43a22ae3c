package dev.modeldispatch.core.failure;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.Optional;

/** The wait that a Google error carries in its details. */
final class RetryInfo {
  /** Its name as the source of a wait. */
  static final String SOURCE = "RetryInfo";

  private RetryInfo() {}

  static Optional<Duration> in(JsonNode error) {
    for (JsonNode detail : error.path("details")) {
      if (detail.path("@type").asText("").endsWith("google.rpc.RetryInfo")) {
        return WaitText.protobuf(detail.path("retryDelay").asText(""));
      }
    }
    return Optional.empty();
  }
}
