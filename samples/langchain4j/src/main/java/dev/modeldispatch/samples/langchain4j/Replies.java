package dev.modeldispatch.samples.langchain4j;

import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.output.FinishReason;
import dev.langchain4j.model.output.TokenUsage;
import dev.modeldispatch.Answered;
import dev.modeldispatch.Attempt;
import dev.modeldispatch.Failure;
import dev.modeldispatch.FailureKind;
import dev.modeldispatch.ModelTarget;
import dev.modeldispatch.Usage;
import dev.modeldispatch.connector.Reply;
import org.jspecify.annotations.Nullable;

/** Says in our words what a chat model returned or threw. */
final class Replies {
  private Replies() {}

  /** Returns the reply of a response. What is cut, filtered or empty is none. */
  static Reply of(ModelTarget target, ChatResponse response) {
    var message = response.aiMessage();
    String text = message.text() == null ? "" : message.text();
    @Nullable FinishReason finish = response.finishReason();
    if (message.hasToolExecutionRequests() || finish == FinishReason.TOOL_EXECUTION) {
      return cut(target, response, FailureKind.TOOL_DENIED, "wanted a tool, and has none");
    }
    if (finish == FinishReason.LENGTH) {
      return cut(target, response, FailureKind.OUTPUT_TRUNCATED, "was cut by the length limit");
    }
    if (finish == FinishReason.CONTENT_FILTER) {
      return cut(target, response, FailureKind.CONTENT_FILTERED, "was stopped by content rules");
    }
    if (text.isBlank()) {
      return cut(target, response, FailureKind.EMPTY_ANSWER, "answered with nothing");
    }
    return Reply.answer(text)
        .usage(usage(response.tokenUsage()))
        .completeness(
            finish == FinishReason.STOP
                ? Answered.Completeness.COMPLETE
                : Answered.Completeness.UNVERIFIED)
        .build();
  }

  private static Reply cut(
      ModelTarget target, ChatResponse response, FailureKind kind, String what) {
    var failure =
        Failure.builder(kind, target + " " + what + ".")
            .evidence("finish reason " + String.valueOf(response.finishReason()));
    String text = response.aiMessage().text();
    return Reply.failure(failure.build())
        .partialText(text == null ? "" : text)
        .usage(usage(response.tokenUsage()))
        .build();
  }

  private static Usage usage(@Nullable TokenUsage tokens) {
    return tokens == null || tokens.inputTokenCount() == null || tokens.outputTokenCount() == null
        ? Usage.unknown()
        : Usage.exact(tokens.inputTokenCount(), tokens.outputTokenCount());
  }

  /** Returns the reply of what was thrown; its own text is not shown, since it may quote. */
  static Reply of(ModelTarget target, Throwable thrown) {
    var named = Named.of(thrown);
    var failure =
        Failure.builder(named.kind(), target + " failed: " + named.kind().code() + ".")
            .hint("The chat model's own logs tell more.")
            .evidence(named.evidence());
    named.status().ifPresent(failure::httpStatus);
    return Reply.failure(failure.build())
        .sent(named.sent())
        .usage(named.sent() == Attempt.Sent.NO ? Usage.none() : Usage.unknown())
        .build();
  }

  /** Returns the reply of a call that comes after the connector was closed. */
  static Reply closed(ModelTarget target) {
    var failure = Failure.builder(FailureKind.UNKNOWN, target + ": its connector is closed.");
    return Reply.failure(failure.evidence("not asked").build())
        .sent(Attempt.Sent.NO)
        .usage(Usage.none())
        .build();
  }
}
