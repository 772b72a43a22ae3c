package dev.modeldispatch.core.opencode;

import com.fasterxml.jackson.databind.JsonNode;
import dev.modeldispatch.Failure;
import dev.modeldispatch.FailureKind;
import dev.modeldispatch.ModelTarget;
import dev.modeldispatch.Usage;
import dev.modeldispatch.connector.Reply;
import dev.modeldispatch.core.failure.RemoteText;
import java.math.BigDecimal;
import java.util.Optional;

/**
 * Makes a reply of the message that ends a prompt. A 200 proves nothing: an error inside, a missing
 * finish reason or a missing text is no answer.
 */
record MessageReader(ModelTarget target, RemoteText filter, ServerErrors errors) {

  /** Whether the body is a message at all. */
  static boolean isMessage(JsonNode body) {
    return body.path("info").path("role").asText("").equals("assistant")
        && body.path("parts").isArray();
  }

  Reply.Builder read(JsonNode message, Watch watch) {
    JsonNode info = message.path("info");
    String text = text(message.path("parts"));
    Usage usage = usage(info);
    if (info.path("structured").isObject() || info.path("structured").isArray()) {
      return Reply.answer(info.path("structured").toString()).usage(usage);
    }
    if (info.path("error").isObject()) {
      return error(info.path("error"), text).usage(usage);
    }
    if (info.path("summary").asBoolean(false)) {
      return no(
              FailureKind.CONTEXT_OVERFLOW,
              "the server answered with a summary of a session" + " that is too long.",
              "compaction summary",
              "")
          .usage(usage);
    }
    String finish = info.path("finish").asText("");
    Reply.Builder reply =
        switch (finish) {
          case "stop" -> text.isBlank() ? saidNothing(message.path("parts")) : Reply.answer(text);
          case "length" ->
              no(
                  FailureKind.OUTPUT_TRUNCATED,
                  "the answer was cut at a length limit.",
                  "finish length",
                  text);
          case "content-filter" ->
              no(
                  FailureKind.CONTENT_FILTERED,
                  "the provider's content rules stopped it.",
                  "finish content-filter",
                  text);
          case "tool-calls" ->
              no(
                  FailureKind.TOOL_DENIED,
                  "the model wanted a tool, which a dispatch does not allow.",
                  watch.wasRejected() ? "asked for permission" : "finish tool-calls",
                  text);
          default ->
              no(
                  FailureKind.MALFORMED_RESPONSE,
                  "the answer has no finish reason that is known.",
                  "finish " + filter.shown(finish).map(MessageReader::brief).orElse("missing"),
                  text);
        };
    return reply.usage(usage);
  }

  private Reply.Builder error(JsonNode error, String text) {
    boolean salvage =
        error.path("name").asText("").equals("StructuredOutputError") && !text.isBlank();
    return salvage ? Reply.answer(text) : Reply.failure(errors.of(error)).partialText(text);
  }

  /** What came in place of a text is told as the server's words: that the model only reasoned. */
  private Reply.Builder saidNothing(JsonNode parts) {
    var why =
        failure(
            FailureKind.EMPTY_ANSWER,
            "the model ended normally and said nothing.",
            "finish stop, no text");
    filter.shown(parts.toString()).ifPresent(why::detail);
    return Reply.failure(why.build());
  }

  private Reply.Builder no(FailureKind kind, String what, String evidence, String partial) {
    return Reply.failure(failure(kind, what, evidence).build()).partialText(partial);
  }

  private Failure.Builder failure(FailureKind kind, String what, String evidence) {
    return Failure.builder(kind, target + ": " + what)
        .hint(
            kind == FailureKind.TOOL_DENIED
                ? "Tell the model to answer in text, and put what it needs into the prompt."
                : "Ask again, reword the prompt, or pick another model.")
        .evidence(evidence)
        .retryable(false);
  }

  /** The text after the last step's start: earlier steps are the server's own retries. */
  private static String text(JsonNode parts) {
    var text = new StringBuilder();
    for (JsonNode part : parts) {
      switch (part.path("type").asText("")) {
        case "step-start" -> text.setLength(0);
        case "text" -> text.append(part.path("text").asText(""));
        default -> {
          // Tools, reasoning and the rest are no part of the answer.
        }
      }
    }
    return text.toString();
  }

  /**
   * The server's input excludes what came from the cache. Its output excludes reasoning in some
   * versions and includes it in others; the total tells.
   */
  static Usage usage(JsonNode info) {
    JsonNode tokens = info.path("tokens");
    long input = count(tokens.path("input"));
    long read = count(tokens.path("cache").path("read"));
    long write = count(tokens.path("cache").path("write"));
    long reasoning = count(tokens.path("reasoning"));
    long total = count(tokens.path("total"));
    long rest = total - input - read - write;
    long output = rest > 0 ? rest : count(tokens.path("output")) + reasoning;
    if (input + output + read == 0) {
      return Usage.unknown();
    }
    JsonNode cost = info.path("cost");
    return new Usage(
        input + read + write,
        output,
        reasoning,
        read,
        write,
        Usage.Certainty.EXACT,
        cost.isNumber() && cost.doubleValue() > 0
            ? Optional.of(new BigDecimal(cost.asText()))
            : Optional.empty());
  }

  private static long count(JsonNode number) {
    return Math.max(0, number.asLong(0));
  }

  private static String brief(String text) {
    return text.substring(0, Math.min(40, text.length()));
  }
}
