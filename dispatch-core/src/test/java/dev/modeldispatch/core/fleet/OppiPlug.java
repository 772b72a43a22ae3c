package dev.modeldispatch.core.fleet;

import dev.modeldispatch.ApiKey;
import dev.modeldispatch.Failure;
import dev.modeldispatch.core.http.HttpLimits;
import dev.modeldispatch.core.http.HttpTransport;
import dev.modeldispatch.core.internal.DispatchThreads;
import dev.modeldispatch.core.internal.MonotonicTime;
import dev.modeldispatch.core.internal.Resources;
import dev.modeldispatch.testkit.oppi.FakeOppiServer;
import java.net.URI;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The plug to an oppi server with threads of its own, and a session in workspace {@code w}. */
final class OppiPlug implements AutoCloseable {
  static final SessionServer.Place PLACE = new SessionServer.Place("w", "Shop", Optional.empty());

  private final ScheduledExecutorService timers = DispatchThreads.timers();
  private final MonotonicTime clock = MonotonicTime.start();
  private final HttpTransport transport = HttpTransport.open(HttpLimits.STANDARD, timers, clock);
  private final OppiServer server;

  OppiPlug(URI uri, String token) {
    server =
        new OppiServer(
            OppiOptions.at(uri, ApiKey.of(token)),
            transport,
            new Resources(clock, timers, Runnable::run));
  }

  /** Returns a plug to this server, which has the workspace from now on. */
  static OppiPlug to(FakeOppiServer fake) {
    fake.workspace("w", "Shop", Path.of("shop"));
    return new OppiPlug(fake.baseUri(), fake.token());
  }

  OppiServer server() {
    return server;
  }

  SessionServer.Key create() {
    return create(Optional.empty());
  }

  SessionServer.Key create(Optional<SessionOrder.Thinking> thinking) {
    var opening = new SessionServer.Opening(PLACE, "", Optional.empty(), thinking);
    return soon(server.create(opening)).key();
  }

  SessionState prompt(SessionServer.Key session, String turn) {
    return soon(server.prompt(session, new SessionServer.Turn(turn, "Go on")));
  }

  SessionState.Status status(SessionServer.Key session) {
    return soon(server.look(session)).status();
  }

  Heard watch(SessionServer.Key session) {
    var heard = new Heard();
    heard.watching = soon(server.watch(session, heard.states::add));
    return heard;
  }

  static <T> T soon(CompletableFuture<T> future) {
    try {
      return future.get(20, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      throw new AssertionError("it failed", e.getCause());
    } catch (InterruptedException | TimeoutException e) {
      throw new AssertionError("nothing came", e);
    }
  }

  static Failure failure(CompletableFuture<?> future) {
    try {
      throw new AssertionError("it did not fail: " + future.get(20, TimeUnit.SECONDS));
    } catch (ExecutionException e) {
      if (e.getCause() instanceof SessionException told) {
        return told.failure();
      }
      throw new AssertionError("it failed otherwise", e.getCause());
    } catch (InterruptedException | TimeoutException e) {
      throw new AssertionError("nothing came", e);
    }
  }

  @Override
  public void close() {
    server.close();
    transport.close();
    timers.shutdownNow();
  }

  /** The states that a watch tells. */
  static final class Heard {
    private final BlockingQueue<SessionState> states = new LinkedBlockingQueue<>();
    private SessionServer.Watching watching = () -> {};

    SessionState next() throws InterruptedException {
      return Objects.requireNonNull(states.poll(20, TimeUnit.SECONDS), "nothing was told");
    }

    /** The next state of this status; those before it are dropped. */
    SessionState next(SessionState.Status status) throws InterruptedException {
      SessionState state = next();
      while (state.status() != status) {
        state = next();
      }
      return state;
    }

    boolean hasMore() {
      return !states.isEmpty();
    }

    void close() {
      watching.close();
    }
  }
}
