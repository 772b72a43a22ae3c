package dev.modeldispatch.testkit.assertj;

import dev.modeldispatch.testkit.server.FakeModelServer;
import dev.modeldispatch.testkit.server.ServerCall;
import java.time.Duration;
import org.assertj.core.api.AbstractAssert;
import org.jspecify.annotations.Nullable;

/**
 * Assertions on what came to a fake server. They look at what is there now; {@link
 * FakeModelServer#awaitRequests} and its sisters wait for what is on the way. Messages show the
 * journal, without bodies and keys.
 */
public class ModelServerAssert extends AbstractAssert<ModelServerAssert, FakeModelServer> {
  /** Begins assertions on a server. */
  public ModelServerAssert(@Nullable FakeModelServer actual) {
    super(actual, ModelServerAssert.class);
  }

  /** Fails unless this many whole requests carried a prompt. */
  public ModelServerAssert receivedPrompts(int count) {
    isNotNull();
    return actual.promptRequests() == count
        ? this
        : refuse(
            count + " prompt requests but there are " + actual.promptRequests(),
            "Wait with awaitRequests(..) for what is on the way; look for retries.");
  }

  /** Fails unless a prompt came for this model. */
  public ModelServerAssert received(String model) {
    isNotNull();
    return actual.promptCalls(model).isEmpty()
        ? refuse("a prompt for '" + model + "'", "Wait for it with awaitRequests(..).")
        : this;
  }

  /** Fails if a prompt came for this model. */
  public ModelServerAssert didNotReceive(String model) {
    isNotNull();
    return actual.promptCalls(model).isEmpty()
        ? this
        : refuse("no prompt for '" + model + "'", "Look at who sends it.");
  }

  /** Fails if any request came, with a prompt or not. */
  public ModelServerAssert sawNothing() {
    isNotNull();
    return actual.calls().isEmpty() ? this : refuse("no request at all", "Look at who sends it.");
  }

  /** Begins the assertion that a client hung up on a call to this model. */
  public ClientCloseAssert sawClientClose(String model) {
    isNotNull();
    return new ClientCloseAssert(actual, model).as(descriptionText());
  }

  /** Fails if a call goes on that was neither answered nor closed by either side. */
  public ModelServerAssert hasNoOpenCalls() {
    isNotNull();
    return actual.calls().stream().allMatch(ServerCall::isOver)
        ? this
        : refuse("no call that goes on", "Cancel it, or wait with awaitIdle(..).");
  }

  /** Fails if a connection is open, idle ones included. */
  public ModelServerAssert hasNoOpenConnections() {
    isNotNull();
    return actual.openConnections() == 0
        ? this
        : refuse(
            "no open connection but there are " + actual.openConnections(),
            "Close the client, and wait with awaitAllClosed(..).");
  }

  private ModelServerAssert refuse(String expected, String remedy) {
    throw failure("%s", "Expecting " + expected + ":\n" + actual + "\n" + remedy);
  }

  /** The assertion that a client hung up on a call to a model before its reply was whole. */
  public static class ClientCloseAssert extends AbstractAssert<ClientCloseAssert, FakeModelServer> {
    private final String model;

    ClientCloseAssert(FakeModelServer actual, String model) {
      super(actual, ClientCloseAssert.class);
      this.model = model;
    }

    /** Fails unless the server sees it within this time from now, in real time. */
    public ModelServerAssert within(Duration limit) throws InterruptedException {
      try {
        actual.awaitClientClose(model, limit);
      } catch (AssertionError late) {
        throw failure(
            "%s",
            "Expecting a client to hang up on '"
                + model
                + "' within "
                + limit
                + ":\n"
                + actual
                + "\nCancel the dispatch, and close its socket when it is cancelled.");
      }
      return new ModelServerAssert(actual).as(descriptionText());
    }
  }
}
