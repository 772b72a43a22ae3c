package dev.modeldispatch;

import java.util.Optional;

/**
 * Which conversation a prompt belongs to. Immutable.
 *
 * <p>By default a prompt is {@link #fresh()}: it starts a conversation and leaves nothing behind.
 * {@link #kept()} starts one that can be continued: the result's {@link ModelResult#session()} goes
 * into the next prompt. A continued conversation stays with its target: fallback and hedging are
 * off. One prompt at a time: a second one waits for its turn.
 */
public final class Session {
  private static final Session FRESH = new Session(Mode.FRESH, "");
  private static final Session KEPT = new Session(Mode.KEPT, "");
  private static final int MAX_ID = 200;

  /** What happens to the conversation. */
  public enum Mode {
    /** A new one, removed after the dispatch. */
    FRESH,
    /** A new one, kept after the dispatch. */
    KEPT,
    /** An earlier one, kept after the dispatch. */
    CONTINUED,
    /** An earlier one, removed after the dispatch. */
    CONTINUED_THEN_CLOSED
  }

  private final Mode mode;
  private final String id;

  private Session(Mode mode, String id) {
    this.mode = mode;
    this.id = id;
  }

  /** Returns the default: a new conversation, removed after the dispatch. */
  public static Session fresh() {
    return FRESH;
  }

  /** Returns a new conversation that is kept, so that it can be continued. */
  public static Session kept() {
    return KEPT;
  }

  /** Returns the earlier conversation with this id, kept after the dispatch. */
  public static Session continued(String id) {
    return new Session(Mode.CONTINUED, checked(id));
  }

  /** Returns the earlier conversation with this id, removed after the dispatch. */
  public static Session continuedThenClosed(String id) {
    return new Session(Mode.CONTINUED_THEN_CLOSED, checked(id));
  }

  /** {@return what happens to the conversation} */
  public Mode mode() {
    return mode;
  }

  /** {@return the id of the conversation that goes on, empty for a new one} */
  public Optional<String> id() {
    return id.isEmpty() ? Optional.empty() : Optional.of(id);
  }

  private static String checked(String id) {
    boolean fine =
        !id.isBlank() && id.length() <= MAX_ID && id.chars().allMatch(c -> c > ' ' && c < 0x7f);
    Misuse.check("session")
        .unless(
            fine,
            () ->
                Misuse.quote(id)
                    + " is not a session id; pass the id of an earlier result's session()")
        .orThrow();
    return id;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Session that && mode == that.mode && id.equals(that.id);
  }

  @Override
  public int hashCode() {
    return 31 * mode.hashCode() + id.hashCode();
  }

  @Override
  public String toString() {
    return id.isEmpty() ? "Session[" + mode + "]" : "Session[" + mode + " " + id + "]";
  }
}
