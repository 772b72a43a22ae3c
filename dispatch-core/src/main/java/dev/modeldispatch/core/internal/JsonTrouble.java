package dev.modeldispatch.core.internal;

/**
 * A text is not the JSON that was promised. The message is our own: the parser's would quote the
 * text.
 */
public final class JsonTrouble extends Exception {
  private static final long serialVersionUID = 1L;

  private final String reason;

  JsonTrouble(String message) {
    this(message, message);
  }

  JsonTrouble(String message, String reason) {
    super(message, null, false, false);
    this.reason = reason;
  }

  /** {@return the parser's words, which can quote the text: for texts of the caller's own alone} */
  public String reason() {
    return reason;
  }
}
