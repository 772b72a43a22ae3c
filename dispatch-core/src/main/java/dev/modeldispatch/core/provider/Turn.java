package dev.modeldispatch.core.provider;

/**
 * What was asked and answered once in a conversation.
 *
 * @param prompt the prompt's text
 * @param answer the answer as the model gave it
 */
record Turn(String prompt, String answer) {
  long chars() {
    return (long) prompt.length() + answer.length();
  }

  /** {@return lengths, never the text} */
  @Override
  public String toString() {
    return "Turn[" + prompt.length() + " + " + answer.length() + " chars]";
  }
}
