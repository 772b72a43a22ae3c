package dev.modeldispatch.core.provider;

import dev.modeldispatch.Usage;

/**
 * What a reply of status 200 says, whatever its wire form.
 *
 * @param text the answer's text; may be empty
 * @param finish how it ended
 * @param finishWord the provider's own word for it; empty if none
 * @param usage what it used
 */
record Said(String text, Finish finish, String finishWord, Usage usage) {

  /** How an answer ended. */
  enum Finish {
    /** Normally. */
    DONE,
    /** Normally as it seems, without a word that the dialect knows. */
    UNCLEAR,
    /** At a length limit. */
    CUT,
    /** Where the model's context was full. */
    CONTEXT_FULL,
    /** Before its end, for a reason that is none of the others. */
    STOPPED,
    /** By the provider's content rules. */
    FILTERED,
    /** The model wants a tool. */
    TOOL,
    /** The reply is not of this wire form. */
    NOT_THE_SHAPE
  }

  static Said notTheShape() {
    return new Said("", Finish.NOT_THE_SHAPE, "", Usage.unknown());
  }

  @Override
  public String toString() {
    return "Said[" + text.length() + " chars, " + finish + "]";
  }
}
