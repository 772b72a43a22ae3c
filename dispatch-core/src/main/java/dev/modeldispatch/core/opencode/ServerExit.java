package dev.modeldispatch.core.opencode;

/** Ends a server with the JVM, if nobody has ended it before. */
final class ServerExit {
  private final Thread hook;

  ServerExit(Runnable end) {
    hook = new Thread(end, "dispatch-opencode-exit");
    Runtime.getRuntime().addShutdownHook(hook);
  }

  /** The server is gone. */
  void forget() {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // the JVM ends right now; the hook finds nothing to do
    }
  }
}
