package dev.modeldispatch.samples.langchain4j;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.langchain4j.exception.AuthenticationException;
import dev.langchain4j.exception.ContentFilteredException;
import dev.langchain4j.exception.HttpException;
import dev.langchain4j.exception.InternalServerException;
import dev.langchain4j.exception.InvalidRequestException;
import dev.langchain4j.exception.JsonException;
import dev.langchain4j.exception.ModelNotFoundException;
import dev.langchain4j.exception.RateLimitException;
import dev.langchain4j.exception.TimeoutException;
import dev.langchain4j.exception.UnresolvedModelServerException;
import dev.langchain4j.exception.UnsupportedFeatureException;
import dev.modeldispatch.Attempt;
import dev.modeldispatch.FailureKind;
import java.io.IOException;
import java.net.ConnectException;
import java.net.http.HttpConnectTimeoutException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/**
 * What is known of a failure by what was thrown: first by what the server said, code before status,
 * then by the classes of the exception and its causes. Nothing of a text is kept.
 *
 * @param kind what it is
 * @param evidence what that was seen by
 * @param sent whether the prompt left
 * @param status the HTTP status, if there was a reply
 */
record Named(FailureKind kind, String evidence, Attempt.Sent sent, OptionalInt status) {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int MOST_CAUSES = 10;
  private static final int SERVER_ERROR = 500;

  private static final Map<String, FailureKind> CODES =
      Map.of(
          "insufficient_quota", FailureKind.QUOTA_EXHAUSTED,
          "context_length_exceeded", FailureKind.CONTEXT_OVERFLOW,
          "content_policy_violation", FailureKind.CONTENT_FILTERED,
          "content_filter", FailureKind.CONTENT_FILTERED,
          "model_not_found", FailureKind.MODEL_NOT_FOUND,
          "rate_limit_exceeded", FailureKind.RATE_LIMITED);

  private static final Map<Integer, FailureKind> STATUSES =
      Map.of(
          401, FailureKind.AUTH_REJECTED,
          402, FailureKind.QUOTA_EXHAUSTED,
          403, FailureKind.PERMISSION_DENIED,
          404, FailureKind.MODEL_NOT_FOUND,
          429, FailureKind.RATE_LIMITED,
          503, FailureKind.OVERLOADED,
          529, FailureKind.OVERLOADED);

  private static final Map<Class<? extends Throwable>, FailureKind> CLASSES = new LinkedHashMap<>();

  static {
    // What it wraps tells more than what it makes of it: most becomes a server's error.
    CLASSES.put(ContentFilteredException.class, FailureKind.CONTENT_FILTERED);
    CLASSES.put(JsonException.class, FailureKind.MALFORMED_RESPONSE);
    CLASSES.put(JsonProcessingException.class, FailureKind.MALFORMED_RESPONSE);
    CLASSES.put(NullPointerException.class, FailureKind.MALFORMED_RESPONSE);
    CLASSES.put(IndexOutOfBoundsException.class, FailureKind.MALFORMED_RESPONSE);
    CLASSES.put(ConnectException.class, FailureKind.UNREACHABLE);
    CLASSES.put(HttpConnectTimeoutException.class, FailureKind.UNREACHABLE);
    CLASSES.put(UnresolvedModelServerException.class, FailureKind.UNREACHABLE);
    CLASSES.put(TimeoutException.class, FailureKind.STALLED);
    CLASSES.put(IOException.class, FailureKind.CONNECTION_LOST);
    CLASSES.put(RateLimitException.class, FailureKind.RATE_LIMITED);
    CLASSES.put(AuthenticationException.class, FailureKind.AUTH_REJECTED);
    CLASSES.put(ModelNotFoundException.class, FailureKind.MODEL_NOT_FOUND);
    CLASSES.put(InvalidRequestException.class, FailureKind.INVALID_REQUEST);
    CLASSES.put(UnsupportedFeatureException.class, FailureKind.INVALID_REQUEST);
    CLASSES.put(InternalServerException.class, FailureKind.SERVER_ERROR);
  }

  static Named of(Throwable thrown) {
    List<Throwable> chain = chain(thrown);
    for (Throwable cause : chain) {
      if (cause instanceof HttpException reply) {
        return byReply(reply.statusCode(), String.valueOf(reply.getMessage()));
      }
    }
    for (var known : CLASSES.entrySet()) {
      if (chain.stream().anyMatch(known.getKey()::isInstance)) {
        return new Named(
            known.getValue(),
            known.getKey().getSimpleName(),
            sent(known.getValue()),
            OptionalInt.empty());
      }
    }
    return new Named(
        FailureKind.UNKNOWN, thrown.getClass().getName(), Attempt.Sent.MAYBE, OptionalInt.empty());
  }

  private static List<Throwable> chain(Throwable thrown) {
    List<Throwable> chain = new ArrayList<>();
    for (Throwable t = thrown; t != null && chain.size() < MOST_CAUSES; t = t.getCause()) {
      chain.add(t);
    }
    return chain;
  }

  private static Named byReply(int status, String body) {
    for (String field : List.of("/error/code", "/error/type")) {
      String code = read(body).at(field).asText();
      if (CODES.containsKey(code)) {
        return replied(CODES.get(code), status, ", code " + code);
      }
    }
    FailureKind other =
        status >= SERVER_ERROR ? FailureKind.SERVER_ERROR : FailureKind.INVALID_REQUEST;
    return replied(STATUSES.getOrDefault(status, other), status, "");
  }

  private static JsonNode read(String body) {
    try {
      return JSON.readTree(body);
    } catch (JsonProcessingException e) {
      return JSON.nullNode(); // the status alone tells
    }
  }

  private static Named replied(FailureKind kind, int status, String code) {
    return new Named(kind, "HTTP " + status + code, Attempt.Sent.YES, OptionalInt.of(status));
  }

  private static Attempt.Sent sent(FailureKind kind) {
    return switch (kind) {
      case UNREACHABLE -> Attempt.Sent.NO;
      case CONNECTION_LOST, STALLED -> Attempt.Sent.MAYBE;
      default -> Attempt.Sent.YES;
    };
  }
}
