package dev.modeldispatch.core.internal;

/**
 * A text is not the JSON that was promised. The message is our own: the parser's would quote the
 * text.
 */
public final class JsonTrouble extends Exception {
  private static final long serialVersionUID = 1L;

  JsonTrouble(String message) {
    super(message, null, false, false);
  }
}
