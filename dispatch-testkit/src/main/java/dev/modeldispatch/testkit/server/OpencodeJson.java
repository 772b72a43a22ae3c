package dev.modeldispatch.testkit.server;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.modeldispatch.Usage;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Optional;

/** The opencode server's values. */
final class OpencodeJson {
  private static final ObjectMapper JSON = new ObjectMapper();

  private OpencodeJson() {}

  static ObjectNode object() {
    return JSON.createObjectNode();
  }

  /** Returns the body as an object; an empty body is an empty one, and no JSON is none. */
  static Optional<ObjectNode> read(Bytes body) {
    if (body.length() == 0) {
      return Optional.of(object());
    }
    try {
      return JSON.readTree(body.copy()) instanceof ObjectNode object
          ? Optional.of(object)
          : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  static JsonNode parse(String json) {
    try {
      return JSON.readTree(json);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("A script's JSON is none: " + json.length() + " chars", e);
    }
  }

  /** Returns {@code {name, data: {message}}}. */
  static ObjectNode error(String name, String message) {
    ObjectNode error = object().put("name", name);
    error.putObject("data").put("message", message);
    return error;
  }

  /** The input leaves the cache out; the output leaves reasoning out, but for the old version. */
  static ObjectNode tokens(Usage usage, OpencodeVersion version) {
    long reasoning = usage.reasoningTokens();
    long output = usage.outputTokens() - (version == OpencodeVersion.OLD ? 0 : reasoning);
    ObjectNode tokens = object();
    tokens.put("total", usage.totalTokens());
    tokens.put("input", usage.inputTokens() - usage.cacheReadTokens() - usage.cacheWriteTokens());
    tokens.put("output", output).put("reasoning", reasoning);
    tokens
        .putObject("cache")
        .put("read", usage.cacheReadTokens())
        .put("write", usage.cacheWriteTokens());
    return tokens;
  }

  static ObjectNode noTokens() {
    ObjectNode tokens = object().put("input", 0).put("output", 0).put("reasoning", 0);
    tokens.putObject("cache").put("read", 0).put("write", 0);
    return tokens;
  }

  static BigDecimal cost(Usage usage) {
    return usage.costUsd().orElse(BigDecimal.ZERO);
  }

  static WireAnswer ok(JsonNode body) {
    return WireAnswer.json(200, body.toString());
  }

  static long millis(Duration time) {
    return System.currentTimeMillis() + time.toMillis();
  }
}
