package dev.modeldispatch.testkit.assertj;

import dev.modeldispatch.testkit.server.FakeOpencodeServer;
import org.assertj.core.api.AbstractAssert;
import org.jspecify.annotations.Nullable;

/**
 * Assertions on what came to a fake opencode server, as it is now. Messages show the journal,
 * without bodies and keys.
 */
public class OpencodeServerAssert extends AbstractAssert<OpencodeServerAssert, FakeOpencodeServer> {
  /** Begins assertions on a server. */
  public OpencodeServerAssert(@Nullable FakeOpencodeServer actual) {
    super(actual, OpencodeServerAssert.class);
  }

  /** Fails unless this many whole requests carried a prompt. */
  public OpencodeServerAssert receivedPrompts(int count) {
    isNotNull();
    return actual.promptRequests() == count
        ? this
        : refuse(
            count + " prompt requests but there are " + actual.promptRequests(),
            "Wait with awaitRequests(..) for what is on the way; look for retries.");
  }

  /** Fails if any request came, with a prompt or not. */
  public OpencodeServerAssert sawNothing() {
    isNotNull();
    return actual.calls().isEmpty() ? this : refuse("no request at all", "Look at who sends it.");
  }

  /** Fails unless this many aborts came. */
  public OpencodeServerAssert sawAborts(int count) {
    isNotNull();
    return actual.abortedSessions().size() == count
        ? this
        : refuse(
            count + " aborts but they are " + actual.abortedSessions(),
            "Cancel the dispatch, and tell the server of it.");
  }

  /** Fails if a session is there. */
  public OpencodeServerAssert hasNoSessions() {
    isNotNull();
    return actual.openSessions().isEmpty()
        ? this
        : refuse(
            "no session but there are " + actual.openSessions(),
            "Close the client, and wait with awaitNoSessions(..).");
  }

  /** Fails if a prompt still runs, whether its client is there or not. */
  public OpencodeServerAssert hasNoRunningPrompts() {
    isNotNull();
    return actual.runningSessions().isEmpty()
        ? this
        : refuse(
            "no prompt that runs but there are " + actual.runningSessions(),
            "Abort it, or wait with awaitRest(..).");
  }

  private OpencodeServerAssert refuse(String expected, String remedy) {
    throw failure("%s", "Expecting " + expected + ":\n" + actual + "\n" + remedy);
  }
}
