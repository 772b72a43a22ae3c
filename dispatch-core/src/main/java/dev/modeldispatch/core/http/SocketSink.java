package dev.modeldispatch.core.http;

import dev.modeldispatch.Failure;

/** Hears how a WebSocket goes, one thing after the other, on an HTTP thread; must not block. */
public interface SocketSink {
  /** The socket is open. */
  void opened();

  /** A whole message came. */
  void text(String message);

  /** The socket could not be opened, or ended; heard once, and not at all after an abort. */
  void ended(End end);

  /**
   * Why a socket is not, or no longer, open.
   *
   * @param status the HTTP status that refused it; 0 if none did
   * @param failure why
   */
  record End(int status, Failure failure) {}
}
