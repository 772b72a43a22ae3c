package dev.modeldispatch.testkit.oppi;

import java.util.Locale;

/** The states of a session. */
enum OppiStatus {
  STARTING,
  READY,
  BUSY,
  STOPPING,
  STOPPED,
  ERROR;

  /** {@return its name in the protocol} */
  String wire() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** {@return whether an agent is there, and counts for the limits} */
  boolean isLive() {
    return this != STOPPED && this != ERROR;
  }
}
