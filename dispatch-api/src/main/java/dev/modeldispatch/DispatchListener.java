package dev.modeldispatch;

import java.util.function.Consumer;

/**
 * Hears what happens during a dispatch. Called serially and in order, on a thread of the library
 * that is neither an HTTP nor a timer thread. What it throws is logged and changes nothing.
 */
@FunctionalInterface
public interface DispatchListener {
  /** Hears one event. */
  void onEvent(DispatchEvent event);

  /**
   * {@return whether it reads text as it comes, so that providers are asked to stream} By default
   * it does; what reads no text answers false, since a stream costs more and some servers have
   * none.
   */
  default boolean wantsText() {
    return true;
  }

  /** {@return a listener that does nothing} */
  static DispatchListener none() {
    return Listeners.Nobody.NONE;
  }

  /** Returns a listener that passes on each piece of the answer's text. */
  static DispatchListener onText(Consumer<String> sink) {
    return event -> {
      if (event instanceof DispatchEvent.Text text
          && text.kind() == DispatchEvent.Text.Kind.ANSWER) {
        sink.accept(text.text());
      }
    };
  }

  /** Returns a listener that passes on the result, once; it wants no text. */
  static DispatchListener onSettled(Consumer<ModelResult> sink) {
    return new Listeners.OnSettled(sink);
  }

  /** Returns a listener that tells this one first, then the other, whatever this one throws. */
  default DispatchListener andThen(DispatchListener next) {
    return new Listeners.Both(this, next);
  }
}
