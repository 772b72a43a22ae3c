package dev.modeldispatch.core.tool;

/**
 * Hears how a tool's call gets on: serially and in order, before the reply. What it throws is
 * logged and changes nothing.
 */
@FunctionalInterface
public interface ToolProgress {
  /**
   * One step.
   *
   * @param done how many targets have ended; never less than before
   * @param total how many there are
   * @param message what happened, in our own words, for example {@code openai/gpt-x answered
   *     (1.2s)}
   */
  record Step(int done, int total, String message) {}

  /** Hears a step. */
  void onStep(Step step);

  /** Hears a piece of an answer as the model writes it, if {@link #wantsText}. */
  default void onText(int slot, String piece) {}

  /** {@return whether providers are asked to stream; by default not} */
  default boolean wantsText() {
    return false;
  }

  /** {@return one that hears nothing} */
  static ToolProgress none() {
    return ToolCall.UNHEARD;
  }
}
