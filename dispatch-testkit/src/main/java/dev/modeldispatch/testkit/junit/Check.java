package dev.modeldispatch.testkit.junit;

/**
 * What has to be true of a fake server when a test ends. All are on but {@link #OPEN_CONNECTIONS};
 * {@link ModelServer#with} and {@link ModelServer#without} switch each.
 */
public enum Check {
  /** No request came that neither a script nor a stub knew. */
  UNMATCHED_REQUESTS(
      true, "unmatched requests", "Script the model with model(..), stub it with wireMock()"),
  /** No call goes on, and no prompt runs on at a session server whose client has hung up. */
  RUNNING_CALLS(
      true,
      "calls that still go on",
      "Close the client, or cancel its dispatches, before the test ends"),
  /** No session is left at a session server. */
  OPEN_SESSIONS(true, "sessions left behind", "Close the client, or end kept sessions"),
  /** The attempts that an {@link AttemptLedger} was told of are those on the wire. */
  HIDDEN_SENDS(
      true,
      "attempts that do not match the wire",
      "Look for a retry that is not reported, or send all through the ledger"),
  /**
   * No connection is open, idle ones included. Off unless asked for: a client may keep idle
   * connections for as long as it is open, and the JDK's own keeps them until it is collected.
   */
  OPEN_CONNECTIONS(false, "open connections", "Close the client before the test ends");

  private final boolean usual;
  private final String title;
  private final String remedy;

  Check(boolean usual, String title, String remedy) {
    this.usual = usual;
    this.title = title;
    this.remedy = remedy;
  }

  boolean isUsual() {
    return usual;
  }

  String title() {
    return title;
  }

  String remedy() {
    return remedy + ", or allow it without " + this + ".";
  }
}
