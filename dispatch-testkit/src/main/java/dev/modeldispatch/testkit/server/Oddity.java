package dev.modeldispatch.testkit.server;

import dev.modeldispatch.FailureKind;
import dev.modeldispatch.testkit.server.FakeModelServer.Dialect;
import java.util.Optional;
import java.util.Set;

/** A way in which the content of an otherwise good answer is odd. */
public enum Oddity {
  /** The text is empty. */
  EMPTY_TEXT(FailureKind.EMPTY_ANSWER),
  /** The text is null. */
  NULL_TEXT(FailureKind.EMPTY_ANSWER),
  /** The text is JSON inside a Markdown fence. */
  JSON_IN_FENCES,
  /** There is no usage. */
  MISSING_USAGE,
  /** There is no choice to read. */
  NO_CHOICE {
    @Override
    public Set<FailureKind> leadsTo() {
      return Set.of(FailureKind.MALFORMED_RESPONSE, FailureKind.OUTPUT_TRUNCATED);
    }
  },
  /** The answer was cut by the length limit. */
  FINISH_LENGTH(FailureKind.OUTPUT_TRUNCATED),
  /** The provider's content rules cut the answer. */
  FINISH_FILTER(FailureKind.CONTENT_FILTERED),
  /** The reason of the end is missing, which is Gemini's only end mark in a stream. */
  FINISH_MISSING,
  /** The model refuses. */
  REFUSAL(FailureKind.CONTENT_FILTERED),
  /** The model's context was full. */
  CONTEXT_FULL(FailureKind.CONTEXT_OVERFLOW),
  /** The provider paused its answer. */
  PAUSED(FailureKind.OUTPUT_TRUNCATED),
  /** The provider's content rules stopped the prompt; there is no answer. */
  PROMPT_BLOCKED(FailureKind.CONTENT_FILTERED),
  /** Status 200, and an error in the body. */
  ERROR_INSIDE_OK {
    @Override
    public Set<FailureKind> leadsTo() {
      return Set.of(FailureKind.SERVER_ERROR, FailureKind.OVERLOADED, FailureKind.UNKNOWN);
    }
  },
  /** The model calls a tool in place of answering. */
  TOOL_CALL(FailureKind.TOOL_DENIED);

  private final Optional<FailureKind> kind;

  Oddity() {
    kind = Optional.empty();
  }

  Oddity(FailureKind kind) {
    this.kind = Optional.of(kind);
  }

  /** {@return the dialects whose answers can be odd so} */
  public Set<Dialect> dialects() {
    return WireForms.with(form -> form.oddities().contains(this));
  }

  IllegalArgumentException unknownTo(WireForm form) {
    return new IllegalArgumentException(
        this + " is unknown to " + form.dialect() + "; known: " + form.oddities());
  }

  /** {@return what a dispatcher may make of it; empty: it is an answer all the same} */
  public Set<FailureKind> leadsTo() {
    return kind.map(Set::of).orElse(Set.of());
  }
}
