package dev.modeldispatch;

/** The listener that does nothing: one object, so that it can be recognised. */
enum Listeners implements DispatchListener {
  NONE;

  @Override
  public void onEvent(DispatchEvent event) {
    // Nobody listens.
  }
}
