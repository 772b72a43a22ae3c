package dev.modeldispatch.core.file;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.modeldispatch.FailureKind;
import dev.modeldispatch.core.internal.AtomicFiles;
import dev.modeldispatch.core.internal.FileTrouble;
import dev.modeldispatch.core.internal.Json;
import dev.modeldispatch.core.internal.JsonTrouble;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * What an artifact file holds at one moment.
 *
 * @param state whether it is the answer
 * @param data the answer, if it is
 * @param why why it is not, in our own words
 * @param kind what the ask fails with if it stays like that
 */
record Artifact(State state, JsonNode data, String why, FailureKind kind) {
  /** Whether an artifact is the answer. */
  enum State {
    /** There is none. */
    ABSENT,
    /** Something is there that may yet become the answer. */
    NOT_YET,
    /** It is the answer. */
    ANSWER,
    /** It is for this dispatch, and no answer. */
    WRONG
  }

  private static final Artifact NOTHING =
      new Artifact(State.ABSENT, Json.object(), "", FailureKind.UNKNOWN);

  /** Looks whether the file is the answer to this dispatch. */
  static Artifact look(Path caseFolder, Path file, long dispatchId, int cap) {
    byte[] bytes;
    try {
      bytes = AtomicFiles.read(file, cap);
      AtomicFiles.checkInside(caseFolder, file);
    } catch (FileTrouble e) {
      return switch (e.kind()) {
        case ABSENT -> NOTHING;
        case TOO_LARGE -> notYet(String.valueOf(e.getMessage()), FailureKind.RESPONSE_TOO_LARGE);
        default -> notYet(String.valueOf(e.getMessage()), FailureKind.MALFORMED_RESPONSE);
      };
    }
    return read(file, bytes, dispatchId);
  }

  private static Artifact read(Path file, byte[] bytes, long dispatchId) {
    JsonNode json;
    try {
      json = Json.parseExact(Fence.stripped(text(bytes)));
    } catch (JsonTrouble | CharacterCodingException e) {
      String why = e instanceof JsonTrouble ? e.getMessage() : "not UTF-8";
      return notYet(file + ": " + why, FailureKind.MALFORMED_RESPONSE);
    }
    JsonNode id = json.path("dispatch_id");
    if (!id.isIntegralNumber() || !id.canConvertToLong() || id.longValue() != dispatchId) {
      String has = id.isIntegralNumber() && id.canConvertToLong() ? id.asText() : "none";
      return notYet(
          file + ": stale, its dispatch_id is " + has + ", not " + dispatchId,
          FailureKind.MALFORMED_RESPONSE);
    }
    return json.has("data")
        ? new Artifact(State.ANSWER, json.path("data"), "", FailureKind.UNKNOWN)
        : new Artifact(
            State.WRONG, Json.object(), file + ": has no data", FailureKind.MALFORMED_RESPONSE);
  }

  private static Artifact notYet(String why, FailureKind kind) {
    return new Artifact(State.NOT_YET, Json.object(), why, kind);
  }

  /** Returns the artifact's bytes for this dispatch and answer. */
  static byte[] json(long dispatchId, JsonNode data) {
    ObjectNode json = Json.object();
    json.put("dispatch_id", dispatchId);
    json.set("data", data);
    return Json.bytes(json);
  }

  private static String text(byte[] bytes) throws CharacterCodingException {
    return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
  }
}
