package dev.modeldispatch.core.file;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.modeldispatch.core.internal.Json;
import dev.modeldispatch.core.internal.JsonTrouble;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * What {@code signal.json} says: what is asked, where, and how far it is.
 *
 * @param status how far it is
 * @param dispatchId the dispatch's number, which the artifact repeats
 * @param caseId the case
 * @param step the step
 * @param prompt where the prompt is
 * @param artifact where the answer has to be
 * @param timestamp when this was written
 * @param error why there is no answer; empty unless the status is ERROR
 */
record Signal(
    Status status,
    long dispatchId,
    String caseId,
    String step,
    Path prompt,
    Path artifact,
    Instant timestamp,
    Optional<String> error) {
  static final String FILE = "signal.json";
  static final int MAX_BYTES = 65_536;

  /** Larger numbers lose digits where JSON numbers are floating point. */
  static final long MAX_ID = (1L << 53) - 1;

  /** How far a signal is. */
  enum Status {
    /** The dispatcher waits for the artifact. */
    WAITING,
    /** The artifact was accepted. */
    PROCESSING,
    /** The caller has taken the answer. */
    DONE,
    /** There is no answer. */
    ERROR,
    /** The same as DONE in old folders; never written. */
    COMPLETE;

    private String word() {
      return name().toLowerCase(Locale.ROOT);
    }

    private static Optional<Status> of(String word) {
      return Arrays.stream(values()).filter(s -> s.word().equals(word)).findFirst();
    }
  }

  /** Returns the same signal with another status, at this time. */
  Signal with(Status next, Optional<String> why, Instant now) {
    return new Signal(next, dispatchId, caseId, step, prompt, artifact, now, why);
  }

  byte[] json() {
    ObjectNode json = Json.object();
    json.put("status", status.word());
    json.put("dispatch_id", dispatchId);
    json.put("case_id", caseId);
    json.put("step", step);
    json.put("prompt_path", prompt.toString());
    json.put("artifact_path", artifact.toString());
    json.put("timestamp", timestamp.truncatedTo(ChronoUnit.SECONDS).toString());
    error.ifPresent(text -> json.put("error", text));
    return Json.bytes(json);
  }

  /** Returns the signal that the bytes are; empty if they are none. */
  static Optional<Signal> parse(byte[] bytes) {
    try {
      JsonNode json = Json.parse(bytes);
      var status = Status.of(json.path("status").asText());
      JsonNode id = json.path("dispatch_id");
      boolean whole = status.isPresent() && id.canConvertToLong() && id.isIntegralNumber();
      if (!whole || id.longValue() < 1 || !json.path("case_id").isTextual()) {
        return Optional.empty();
      }
      return Optional.of(
          new Signal(
              status.get(),
              id.longValue(),
              json.path("case_id").asText(),
              json.path("step").asText(),
              Path.of(json.path("prompt_path").asText()),
              Path.of(json.path("artifact_path").asText()),
              time(json.path("timestamp").asText()),
              Optional.ofNullable(json.path("error").textValue())));
    } catch (JsonTrouble | InvalidPathException e) {
      return Optional.empty();
    }
  }

  private static Instant time(String text) {
    try {
      return Instant.parse(text);
    } catch (java.time.format.DateTimeParseException e) {
      return Instant.EPOCH; // told for people; nothing is decided by it
    }
  }
}
