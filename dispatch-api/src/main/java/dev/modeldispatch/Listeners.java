package dev.modeldispatch;

import java.util.function.Consumer;

/** The listeners that are more than a lambda. */
final class Listeners {
  private Listeners() {}

  /** The listener that does nothing: one object, so that it can be recognised. */
  enum Nobody implements DispatchListener {
    NONE;

    @Override
    public void onEvent(DispatchEvent event) {
      // Nobody listens.
    }

    @Override
    public boolean wantsText() {
      return false;
    }
  }

  /** Hears the end alone. */
  record OnSettled(Consumer<ModelResult> sink) implements DispatchListener {
    @Override
    public void onEvent(DispatchEvent event) {
      if (event instanceof DispatchEvent.Settled settled) {
        sink.accept(settled.result());
      }
    }

    @Override
    public boolean wantsText() {
      return false;
    }
  }

  /** Tells one, then the other. */
  record Both(DispatchListener first, DispatchListener next) implements DispatchListener {
    @Override
    public void onEvent(DispatchEvent event) {
      try {
        first.onEvent(event);
      } finally {
        next.onEvent(event);
      }
    }

    @Override
    public boolean wantsText() {
      return first.wantsText() || next.wantsText();
    }
  }
}
