package dev.modeldispatch.core.provider;

import dev.modeldispatch.Failure;
import dev.modeldispatch.FailureKind;
import dev.modeldispatch.ModelTarget;

/** What can be wrong with a conversation, in words. */
final class ConversationFailures {
  private ConversationFailures() {}

  static Failure unknown(ModelTarget target, String id) {
    return Failure.builder(
            FailureKind.INVALID_REQUEST,
            "the session id is none of provider '" + target.provider() + "'.")
        .hint(
            "Pass the session() of an earlier result of this front door; it keeps the "
                + Conversations.MAX_KEPT
                + " used last.")
        .evidence(
            Conversations.isId(id) ? "no such conversation is kept" : "session id without chat_")
        .build();
  }

  static Failure ofAnother(ModelTarget asked, ModelTarget other) {
    return Failure.builder(
            FailureKind.INVALID_REQUEST,
            asked + ": the conversation of this session is with " + other + ".")
        .hint("Ask " + other + ", or begin another conversation with Session.kept().")
        .evidence("session of " + other)
        .build();
  }

  static Failure tooLong(ModelTarget asked, long chars) {
    return Failure.builder(
            FailureKind.CONTEXT_OVERFLOW,
            asked
                + ": the conversation has "
                + chars
                + " characters, and with this prompt more than "
                + Conversations.MAX_CHARS
                + ".")
        .hint("Begin another one, with what matters of this one in its prompt.")
        .evidence("limit of a conversation")
        .build();
  }

  static Failure closed(ModelTarget asked) {
    return Failure.builder(
            FailureKind.CANCELLED,
            "the connector to provider '" + asked.provider() + "' was closed.")
        .evidence("closed")
        .build();
  }

  static Failure threw(ModelTarget asked, Throwable thrown) {
    return Failure.builder(FailureKind.UNKNOWN, "the connector of " + asked + " threw.")
        .hint("A connector has to settle its call; mend it, or report it.")
        .evidence(thrown.getClass().getName())
        .build();
  }
}
