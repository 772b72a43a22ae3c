package dev.modeldispatch.core.tool;

/**
 * What a tool says to the model that called it.
 *
 * @param kind whether it is what was asked for
 * @param text the text for the model, in a form that no answer inside can forge
 */
public record ToolReply(Kind kind, String text) {
  /** Whether a reply is what was asked for. */
  public enum Kind {
    /** It is: an answer, a report, a list. */
    ANSWER,
    /** Nothing was asked of a model, and the text says what to do. */
    INFO,
    /** A model ended normally and said nothing. */
    WARNING,
    /** It is not: wrong arguments, or no model answered. */
    ERROR
  }

  /** {@return whether the call failed, as frameworks want it told} */
  public boolean isError() {
    return kind == Kind.ERROR || kind == Kind.WARNING;
  }

  /** {@return kind and length, never the text} */
  @Override
  public String toString() {
    return "ToolReply[" + kind + ", " + text.length() + " chars]";
  }
}
