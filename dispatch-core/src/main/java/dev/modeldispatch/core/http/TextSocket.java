package dev.modeldispatch.core.http;

/** A WebSocket for text, opening or open. Thread-safe. */
public interface TextSocket extends Exchange {
  /** Sends a message after all earlier ones, as soon as the socket is open; returns at once. */
  void send(String message);
}
