package dev.modeldispatch.core.opencode;

import com.fasterxml.jackson.databind.JsonNode;
import dev.modeldispatch.Failure;
import dev.modeldispatch.FailureKind;
import dev.modeldispatch.ModelTarget;
import dev.modeldispatch.core.failure.FailureRules;
import dev.modeldispatch.core.failure.RemoteText;
import dev.modeldispatch.core.failure.ServerReply;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Names the errors that a session server tells: {@code {name, data}}. */
record ServerErrors(ModelTarget target, RemoteText filter, FailureRules rules, Instant now) {

  /**
   * A text that the server uses, and what it means.
   *
   * @param phrase in lower case
   * @param kind its name
   */
  private record Phrase(String phrase, FailureKind kind) {}

  private static final List<Phrase> PHRASES =
      List.of(
          new Phrase("model not found", FailureKind.MODEL_NOT_FOUND),
          new Phrase("failed to initialize provider", FailureKind.PROVIDER_NOT_CONNECTED),
          new Phrase("json parsing failed", FailureKind.MALFORMED_RESPONSE),
          new Phrase("ai_jsonparseerror", FailureKind.MALFORMED_RESPONSE),
          new Phrase("socket connection was closed", FailureKind.CONNECTION_LOST),
          new Phrase("connection reset", FailureKind.CONNECTION_LOST),
          new Phrase("cannot connect to api", FailureKind.UNREACHABLE), // may quote those above
          new Phrase("unable to connect", FailureKind.UNREACHABLE),
          new Phrase("context_length_exceeded", FailureKind.CONTEXT_OVERFLOW),
          new Phrase("maximum context length", FailureKind.CONTEXT_OVERFLOW),
          new Phrase("prompt is too long", FailureKind.CONTEXT_OVERFLOW),
          new Phrase("overloaded", FailureKind.OVERLOADED),
          new Phrase("rate limit", FailureKind.RATE_LIMITED),
          new Phrase("too many requests", FailureKind.RATE_LIMITED),
          new Phrase("timed out", FailureKind.SERVER_ERROR),
          new Phrase("timeout", FailureKind.SERVER_ERROR));

  /** Names an error. The server has retried what it thinks worth it, so nothing is asked again. */
  Failure of(JsonNode error) {
    String name = error.path("name").asText("UnknownError");
    JsonNode data = error.path("data");
    String message = data.path("message").asText(error.path("message").asText(""));
    ServerReply seen = seen(name, data, message);
    return rules
        .byUser(target, seen, filter)
        .orElseGet(() -> named(name, data, seen).retryable(false))
        .build();
  }

  private Failure.Builder named(String name, JsonNode data, ServerReply seen) {
    String message = seen.message();
    Failure.Builder failure =
        switch (name) {
          case "ProviderAuthError" -> known(FailureKind.AUTH_MISSING, name);
          case "ProviderInitError" -> known(FailureKind.PROVIDER_NOT_CONNECTED, name);
          case "ContextOverflowError" -> known(FailureKind.CONTEXT_OVERFLOW, name);
          case "ContentFilterError" -> known(FailureKind.CONTENT_FILTERED, name);
          case "MessageOutputLengthError" -> known(FailureKind.OUTPUT_TRUNCATED, name);
          case "StructuredOutputError" -> known(FailureKind.STRUCTURED_OUTPUT, name);
          case "MessageAbortedError" -> known(FailureKind.SERVER_ERROR, name + ", not by us");
          case "BadRequest", "BadRequestError" -> known(FailureKind.INVALID_REQUEST, name);
          case "NotFoundError" -> known(FailureKind.INVALID_REQUEST, name);
          case "APIError" -> upstream(data, seen);
          default -> byText(name, message);
        };
    filter.shown(message).ifPresent(failure::detail);
    return failure;
  }

  /** Names what a retry state's message says; it carries no code. */
  Failure ofRetryState(String message) {
    var seen = new ServerReply(0, Set.of(), message, Optional.empty());
    return rules
        .byUser(target, seen, filter)
        .orElseGet(
            () -> {
              Failure.Builder failure = byText("retry state", message);
              filter.shown(message).ifPresent(failure::detail);
              return failure.retryable(false);
            })
        .build();
  }

  /** What the server shows of the error: its own name, and what the provider had said. */
  private static ServerReply seen(String name, JsonNode data, String message) {
    int status = data.path("statusCode").asInt(0);
    byte[] body = data.path("responseBody").asText("").getBytes(StandardCharsets.UTF_8);
    var upstream = ServerReply.of(status, body);
    Set<String> codes = new LinkedHashSet<>(upstream.codes());
    codes.add(name);
    String words = upstream.message().isEmpty() ? message : upstream.message();
    return new ServerReply(status, codes, words, upstream.delay());
  }

  /** A wait that the provider asked for stays inside, for whoever may switch. */
  private Failure.Builder upstream(JsonNode data, ServerReply seen) {
    if (seen.status() == 0) {
      return byText("APIError", seen.message());
    }
    JsonNode headers = data.path("responseHeaders");
    return rules
        .failure(
            target,
            seen,
            filter,
            name ->
                Optional.of(headers.path(name)).filter(JsonNode::isTextual).map(JsonNode::asText),
            now)
        .toBuilder();
  }

  private Failure.Builder byText(String name, String message) {
    Optional<String> lower = filter.readable(message).map(m -> m.toLowerCase(Locale.ROOT));
    return lower
        .flatMap(
            text ->
                PHRASES.stream()
                    .filter(p -> text.contains(p.phrase()) && !filter.wasSent(p.phrase()))
                    .findFirst())
        .map(p -> known(p.kind(), name + " + text '" + p.phrase() + "'"))
        .orElseGet(
            () ->
                known(
                    name.equals("retry state") ? FailureKind.SERVER_ERROR : FailureKind.UNKNOWN,
                    name));
  }

  private Failure.Builder known(FailureKind kind, String evidence) {
    String safe = filter.shown(evidence).orElse("an error");
    String what =
        switch (kind) {
          case AUTH_MISSING -> "the opencode server has no credentials for the provider.";
          case PROVIDER_NOT_CONNECTED -> "the opencode server could not set the provider up.";
          case MODEL_NOT_FOUND -> "the opencode server does not know the model.";
          case CONTEXT_OVERFLOW -> "the prompt does not fit into the model's context.";
          case CONTENT_FILTERED -> "the provider's content rules stopped it.";
          case OUTPUT_TRUNCATED -> "the answer was cut at a length limit.";
          case STRUCTURED_OUTPUT -> "the model did not give the structured answer.";
          case INVALID_REQUEST -> "the opencode server refused the request.";
          case UNREACHABLE -> "the opencode server cannot reach the provider.";
          case CONNECTION_LOST -> "the provider broke off.";
          case RATE_LIMITED -> "the provider asks to slow down.";
          case OVERLOADED -> "the provider is overloaded.";
          case MALFORMED_RESPONSE -> "the provider's answer could not be read.";
          default -> "the opencode server reported an error.";
        };
    return Failure.builder(kind, target + ": " + what)
        .hint(hint(kind))
        .evidence(safe.substring(0, Math.min(80, safe.length())));
  }

  private String hint(FailureKind kind) {
    return switch (kind) {
      case AUTH_MISSING, PROVIDER_NOT_CONNECTED ->
          "Run '/connect " + target.provider() + "' in opencode, or pick a connected provider.";
      case MODEL_NOT_FOUND -> "Run 'opencode models " + target.provider() + "' for its models.";
      case CONTEXT_OVERFLOW -> "Shorten the prompt, or pick a model with a larger context.";
      case INVALID_REQUEST -> "Check the agent, the session id and the directory.";
      default -> "See detail() for the server's words, and the server's log.";
    };
  }
}
