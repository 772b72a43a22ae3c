package dev.modeldispatch.connector;

import dev.modeldispatch.DispatchEvent;
import dev.modeldispatch.ModelResult;
import dev.modeldispatch.ModelTarget;
import dev.modeldispatch.Prompt;
import dev.modeldispatch.Session;
import java.time.Duration;
import java.util.function.Consumer;

/** One attempt, as its connector sees it. Thread-safe. */
public interface Call {
  /** {@return who is asked} */
  ModelTarget target();

  /** {@return what is asked} */
  Prompt prompt();

  /** {@return what is left of the deadline} */
  Duration remaining();

  /**
   * Says how to end this attempt's work: close the socket, now. Called at most once, from any
   * thread, at once if the attempt is over already. A connector sets it before it sends.
   */
  void onAbort(Runnable abort);

  /** {@return whether the attempt is over, so that nothing of it should be begun any more} */
  boolean isOver();

  /** Says that the attempt waits for its turn, and for what, in the connector's own words. */
  default void queued(String waitsFor) {}

  /** Says that it is the attempt's turn. */
  default void dequeued() {}

  /** Says that the conversation is kept whatever becomes of the attempt. */
  default void kept(Session session) {}

  /**
   * Runs the action when the dispatch, of which this attempt may be one of several, has its result;
   * at once if it has. For what goes by more than the attempt: an answer that the schema refuses,
   * or that loses to a cancel, is none. If a reply makes the result, the action has run when {@link
   * #settle} returns. It must not block.
   */
  void whenSettled(Consumer<ModelResult> follower);

  /**
   * Says that bytes of the prompt may leave from now on. If the attempt {@link #isOver} after that,
   * none must leave: it was told as not sent.
   */
  void sending();

  /**
   * {@return whether somebody reads the text as it comes; else a connector that can do both need
   * not stream}
   */
  default boolean wantsText() {
    return true;
  }

  /**
   * Runs the action once what was told has been read so far that more is welcome; at once if it
   * has. A connector that can leave its socket unread asks before it reads on, one action at a
   * time; what the server does not get rid of then does not count as its silence.
   */
  default void whenRead(Runnable readOn) {
    readOn.run();
  }

  /** Says that a piece of text came. Ignored once the attempt is over. */
  void text(DispatchEvent.Text.Kind kind, String piece);

  /** Ends the attempt. The first end wins; later ones are ignored and return false. */
  boolean settle(Reply reply);
}
