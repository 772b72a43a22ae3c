package dev.modeldispatch.core.http;

/** An exchange under way. */
@FunctionalInterface
public interface Exchange {
  /** Closes the socket, now. Harmless when the exchange has ended. */
  void abort();
}
