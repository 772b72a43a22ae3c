package dev.modeldispatch.core.provider;

import com.fasterxml.jackson.databind.JsonNode;
import dev.modeldispatch.Answered.Completeness;
import dev.modeldispatch.Failure;
import dev.modeldispatch.FailureKind;
import dev.modeldispatch.ModelTarget;
import dev.modeldispatch.Prompt;
import dev.modeldispatch.Usage;
import dev.modeldispatch.connector.Reply;
import dev.modeldispatch.core.failure.RateHeaders;
import dev.modeldispatch.core.failure.RemoteText;
import dev.modeldispatch.core.failure.ServerReply;
import dev.modeldispatch.core.http.HttpEnd;
import dev.modeldispatch.core.internal.Json;
import dev.modeldispatch.core.internal.JsonTrouble;
import java.net.http.HttpHeaders;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Makes one reply of what a provider sent to one prompt. The finish reason is read before the text:
 * what did not end normally is no answer.
 */
record ReplyReader(Endpoint endpoint, ModelTarget target, Prompt prompt, History before) {
  ReplyReader(Endpoint endpoint, ModelTarget target, Prompt prompt) {
    this(endpoint, target, prompt, History.none());
  }

  Reply read(HttpEnd.Whole whole, Instant now) {
    return limited(reply(whole, now), whole.headers(), now);
  }

  /** Returns the reply with what its headers say is left of the provider's limits. */
  static Reply limited(Reply.Builder reply, HttpHeaders headers, Instant now) {
    RateHeaders.of(headers::firstValue, now).ifPresent(reply::limits);
    return reply.build();
  }

  private Reply.Builder reply(HttpEnd.Whole whole, Instant now) {
    if (whole.status() / 100 == 2 && whole.status() != 200) {
      return noAnswerIn(whole.status());
    }
    return whole.status() == 200
        ? ok(whole.body(), whole.headers(), now)
        : failed(ServerReply.of(whole.status(), whole.body()), whole.headers(), now);
  }

  /** Reads the body of a reply with status 200. */
  Reply.Builder ok(byte[] bytes, HttpHeaders headers, Instant now) {
    JsonNode body;
    try {
      body = Json.parse(bytes);
    } catch (JsonTrouble e) {
      return malformed(
          bytes.length == 0
              ? "an empty body"
              : "a body that is " + e.getMessage() + contentType(headers));
    }
    Optional<JsonNode> error = ServerReply.errorIn(body);
    return error.isPresent()
        ? failed(ServerReply.of(200, error.get()), headers, now)
            .partialText(endpoint.dialect().read(body).text())
        : answered(endpoint.dialect().read(body));
  }

  Reply.Builder answered(Said said) {
    Failure failure = why(said);
    if (failure == null && said.text().isBlank()) {
      failure =
          named(FailureKind.EMPTY_ANSWER, "the model ended normally and said nothing.", said)
              .hint("Ask again, raise maxOutputTokens, or pick another model.")
              .build();
    }
    return failure == null
        ? Reply.answer(said.text())
            .completeness(
                said.finish() == Said.Finish.DONE ? Completeness.COMPLETE : Completeness.UNVERIFIED)
            .usage(said.usage())
        : Reply.failure(failure).partialText(said.text()).usage(said.usage());
  }

  /** Returns why it is no answer, by how it ended; null if it may be one. */
  private @Nullable Failure why(Said said) {
    return switch (said.finish()) {
      case DONE, UNCLEAR -> null;
      case CUT ->
          named(FailureKind.OUTPUT_TRUNCATED, "the answer was cut at a length limit.", said)
              .hint("Raise maxOutputTokens, or ask for less; partialText() has what came.")
              .build();
      case CONTEXT_FULL ->
          named(FailureKind.CONTEXT_OVERFLOW, "the model's context was full.", said)
              .hint("Shorten the prompt, or pick a model with more context.")
              .build();
      case STOPPED ->
          named(FailureKind.OUTPUT_TRUNCATED, "the provider stopped before the end.", said)
              .hint("Ask again, or pick another model; partialText() has what came.")
              .build();
      case FILTERED ->
          named(FailureKind.CONTENT_FILTERED, "the provider stopped or refused it.", said)
              .hint("Reword the prompt, or pick another model.")
              .build();
      case TOOL ->
          named(FailureKind.TOOL_DENIED, "the model wants a tool, and none is offered.", said)
              .hint("Tell the model to answer in text.")
              .build();
      case NOT_THE_SHAPE -> malformedBecause("JSON without a message");
    };
  }

  Reply.Builder failed(ServerReply seen, HttpHeaders headers, Instant now) {
    return Reply.failure(endpoint.rules().failure(target, seen, filter(), headers::firstValue, now))
        .usage(seen.status() / 100 == 4 ? Usage.none() : Usage.unknown());
  }

  private Reply.Builder noAnswerIn(int status) {
    return Reply.failure(
        Failure.builder(
                FailureKind.MALFORMED_RESPONSE,
                target + ": the server replied " + status + ", which holds no answer.")
            .hint("Check that the base URL is this provider's, and not a gateway's.")
            .evidence(Integer.toString(status))
            .httpStatus(status)
            .build());
  }

  Reply.Builder malformed(String what) {
    return Reply.failure(malformedBecause(what));
  }

  private Failure malformedBecause(String what) {
    return Failure.builder(
            FailureKind.MALFORMED_RESPONSE, target + ": the server answered 200 with " + what + ".")
        .hint("Check that the base URL is this provider's, and not a gateway's page.")
        .evidence("200 + " + what)
        .httpStatus(200)
        .build();
  }

  private Failure.Builder named(FailureKind kind, String what, Said said) {
    var word = filter().shown(said.finishWord());
    return Failure.builder(kind, target + ": " + what)
        .evidence(
            "200 + finish "
                + word.map(w -> w.substring(0, Math.min(40, w.length()))).orElse("none"))
        .httpStatus(200);
  }

  private String contentType(HttpHeaders headers) {
    return headers
        .firstValue("content-type")
        .flatMap(filter()::shown)
        .map(type -> " (content type " + type.substring(0, Math.min(60, type.length())) + ")")
        .orElse("");
  }

  private RemoteText filter() {
    List<String> sent = new ArrayList<>();
    sent.add(prompt.text());
    prompt.system().ifPresent(sent::add);
    prompt.jsonSchema().ifPresent(sent::add);
    before
        .turns()
        .forEach(
            turn -> {
              sent.add(turn.prompt());
              sent.add(turn.answer());
            });
    return RemoteText.filter(endpoint.secrets(), sent);
  }
}
