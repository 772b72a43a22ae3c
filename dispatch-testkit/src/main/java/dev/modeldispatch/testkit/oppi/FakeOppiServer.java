package dev.modeldispatch.testkit.oppi;

import dev.modeldispatch.Misuse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * An oppi session server on a free port of 127.0.0.1 whose sessions go as their script says. It
 * follows the protocol as it is documented and was never compared with the real server, so a test
 * that passes here shows that a client keeps to the document, and no more. Thread-safe.
 *
 * <pre>{@code
 * try (var server = FakeOppiServer.start()) {
 *   server.workspace("w1", "shop", repository);
 *   server.sessions().worksFor(Duration.ofMillis(100)).works(task -> commit(task.workspace()));
 *   server.session("stuck").hangs().ignoresStops(1);
 *   client.call(server.baseUri(), server.token());         // http://127.0.0.1:40123
 *   server.awaitRest(Duration.ofSeconds(5));
 *   server.assertClean();
 * }
 * }</pre>
 *
 * <p><b>REST</b>, with a bearer token: workspaces; sessions made, looked at, resumed, stopped and
 * deleted; events since a number. Errors are {@code {error, code?}}. A session that is made starts
 * by itself, as a resumed one does. A prompt in the create call is answered when the session has
 * taken it, after {@link OppiScript#takesPromptAfter}; if it is still starting, it keeps the prompt
 * until it is ready. Without a prompt, and from a server that {@link #ignorePrompts ignores it},
 * {@code prompted} is missing.
 *
 * <p><b>The stream</b> is a WebSocket at {@code /stream}: {@code subscribe} at level {@code full},
 * {@code unsubscribe}, {@code set_thinking_level}, {@code prompt}. Each is answered by a {@code
 * command_result}; a prompt that is taken also by a {@code turn_ack}, and by {@code agent_start}
 * when its turn begins. A repeated {@code clientTurnId} is acknowledged with {@code duplicate:
 * true} and prompts nothing; with another message it is a conflict. Sessions tell {@code state},
 * {@code message_end}, {@code agent_end}, {@code error}, {@code session_ended}, each with its
 * {@code seq}. Frames of a client have to be masked, in order, UTF-8, and not above 1 MiB in all.
 *
 * <p>Stopping is REST's alone, and a busy session refuses further prompts: the document names no
 * command that aborts a turn, and no queue.
 */
public final class FakeOppiServer implements AutoCloseable {
  private static final AtomicInteger STARTED = new AtomicInteger();

  private final int number = STARTED.incrementAndGet();
  private final OppiCore core = new OppiCore(Integer.toString(number));
  private final OppiRoutes routes = new OppiRoutes(core);
  private final OppiDoor door;

  private FakeOppiServer() throws IOException {
    door = new OppiDoor(core, routes);
  }

  /** Starts a server. */
  public static FakeOppiServer start() {
    try {
      var server = new FakeOppiServer();
      server.door.start();
      return server;
    } catch (IOException e) {
      throw new UncheckedIOException("No port for a fake oppi server.", e);
    }
  }

  /** {@return the address for a client, for example {@code http://127.0.0.1:40123}} */
  public URI baseUri() {
    return URI.create("http://127.0.0.1:" + door.port());
  }

  /** {@return the token that it wants} */
  public String token() {
    return core.read(() -> core.rules().token());
  }

  /** Wants this token from now on. */
  public void token(String secret) {
    core.change(() -> core.rules().token(secret));
  }

  /** Has this workspace from now on; the folder is the workers' to use, and need not exist. */
  public void workspace(String id, String name, Path path) {
    Misuse.check("workspace")
        .unless(!id.isBlank() && !name.isBlank(), () -> "it needs an id and a name")
        .orThrow();
    core.change(() -> core.workspaces().put(id, new OppiCore.Workspace(id, name, path)));
  }

  /** {@return the script of the sessions that have none of their own} */
  public OppiScript sessions() {
    return routes.script();
  }

  /** Returns the script of the sessions of this name. */
  public OppiScript session(String name) {
    return routes.script(name);
  }

  /** Ignores the prompt of create calls from now on, as old servers do. */
  public void ignorePrompts() {
    core.change(() -> core.rules().ignoresPrompt(true));
  }

  /** Allows this many sessions in a workspace, those that are stopped or failed left out. */
  public void limitPerWorkspace(int sessions) {
    core.change(() -> core.rules().perWorkspace(sessions));
  }

  /** Allows this many sessions in all, those that are stopped or failed left out. */
  public void limitSessions(int sessions) {
    core.change(() -> core.rules().global(sessions));
  }

  /** Keeps this many events of each session, 500 by default; older ones cannot be caught up. */
  public void keepEvents(int count) {
    core.change(() -> core.rules().eventsKept(count));
  }

  /** Sends what it says on streams that open from now on in pieces of this many bytes. */
  public void fragmentStreams(int bytes) {
    Misuse.check("fragmentStreams")
        .unless(bytes >= 1, () -> bytes + " must be at least 1")
        .orThrow();
    core.change(() -> core.rules().fragmentsOf(bytes));
  }

  /** Takes no message above this size on streams that open from now on; 1 MiB by default. */
  public void limitMessages(int bytes) {
    core.change(() -> core.rules().maxMessage(bytes));
  }

  /** Sends a ping on all streams. */
  public void pingStreams(String payload) {
    core.change(() -> core.streams().forEach(stream -> stream.socket().ping(payload)));
  }

  /** Cuts all streams, without a close frame; they can be opened anew. */
  public void dropStreams() {
    core.change(() -> List.copyOf(core.streams()).forEach(OppiStream::drop));
  }

  /** Ends all streams in order, with this close code. */
  public void closeStreams(int code) {
    core.change(() -> core.streams().forEach(stream -> stream.socket().end(code, "")));
  }

  /** Cuts all connections and is back at once; sessions, their work and their events stay. */
  public void restart() {
    door.refuse();
    door.cut();
    door.accept();
  }

  /** Refuses new connections from now on; those that are open stay. */
  public void refuseConnections() {
    door.refuse();
  }

  /** Takes connections again, at the same port. */
  public void acceptConnections() {
    door.accept();
  }

  /** {@return the sessions that are neither stopped, failed nor deleted, in order} */
  public List<String> openSessions() {
    return core.read(
        () ->
            core.sessions().values().stream()
                .filter(OppiSession::isLive)
                .map(OppiSession::id)
                .toList());
  }

  /** {@return the sessions that were ever made, in order} */
  public List<String> createdSessions() {
    return core.read(() -> List.copyOf(core.books().created()));
  }

  /** {@return the sessions that were deleted, in order} */
  public List<String> deletedSessions() {
    return core.read(() -> List.copyOf(core.books().deleted()));
  }

  /** {@return the sessions for which a stop came, one entry each time} */
  public List<String> stops() {
    return core.read(() -> List.copyOf(core.books().stops()));
  }

  /** {@return the sessions that are busy with a prompt} */
  public List<String> runningSessions() {
    return core.read(() -> List.copyOf(core.books().running()));
  }

  /** {@return how many sessions were busy at once at most} */
  public int mostRunning() {
    return core.read(() -> core.books().mostRunning());
  }

  /** {@return the session's status, for example {@code ready}; {@code deleted} if it is gone} */
  public String status(String session) {
    return core.read(
        () -> {
          var found = core.sessions().get(session);
          return found == null ? "deleted" : found.status().wire();
        });
  }

  /** {@return the prompts that a session has taken, in order; none if it is gone} */
  public List<String> prompts(String session) {
    return core.read(
        () -> {
          var found = core.sessions().get(session);
          return found == null ? List.of() : List.copyOf(found.prompts());
        });
  }

  /** {@return how many prompts came, taken or not, repeated ones included} */
  public int promptRequests() {
    return core.read(() -> core.books().promptRequests());
  }

  /** {@return how many prompts sessions have taken} */
  public int promptsTaken() {
    return core.read(() -> core.books().taken());
  }

  /** {@return how many prompts were answered as duplicates} */
  public int duplicatePrompts() {
    return core.read(() -> core.books().duplicates());
  }

  /** {@return all calls and commands in order of arrival} */
  public List<OppiCall> calls() {
    return core.read(() -> List.copyOf(core.calls()));
  }

  /** {@return the routes and commands that the server does not know, and what was no protocol} */
  public List<String> unmatched() {
    return core.read(() -> List.copyOf(core.unmatched()));
  }

  /** {@return how many connections are open, streams included} */
  public int openConnections() {
    return door.connections();
  }

  /** {@return how many streams are open} */
  public int openStreams() {
    return core.read(() -> core.streams().size());
  }

  /** Waits until sessions have taken this many prompts. */
  public void awaitPrompts(int count, Duration limit) throws InterruptedException {
    core.await(
        () -> core.books().taken() >= count,
        limit,
        () -> core.books().taken() + " of " + count + " prompts were taken");
  }

  /** Waits until a session has this status, as {@link #status} says it. */
  public void awaitStatus(String session, String status, Duration limit)
      throws InterruptedException {
    core.await(
        () -> status(session).equals(status),
        limit,
        () -> "session " + session + " is " + status(session) + ", not " + status);
  }

  /** Waits until this many streams are open. */
  public void awaitStreams(int count, Duration limit) throws InterruptedException {
    core.await(
        () -> core.streams().size() == count,
        limit,
        () -> core.streams().size() + " streams are open, not " + count);
  }

  /** Waits until no session is busy. */
  public void awaitRest(Duration limit) throws InterruptedException {
    core.await(
        () -> core.books().running().isEmpty(),
        limit,
        () -> "sessions are still busy: " + core.books().running());
  }

  /** Waits until no session is left running. */
  public void awaitNoSessions(Duration limit) throws InterruptedException {
    core.await(() -> openSessions().isEmpty(), limit, () -> "sessions are left: " + openSessions());
  }

  /** Waits until no connection is open, idle ones included. */
  public void awaitAllClosed(Duration limit) throws InterruptedException {
    core.await(
        () -> openConnections() == 0,
        limit,
        () -> openConnections() + " connections are still open");
  }

  /** Fails if a route or command was unknown, a worker threw, or a session is left running. */
  public void assertClean() {
    List<String> problems = new ArrayList<>();
    unmatched().forEach(what -> problems.add("unknown: " + Misuse.quote(what)));
    failures().forEach(what -> problems.add("failed: " + what));
    runningSessions().forEach(session -> problems.add("still busy: " + session));
    openSessions().forEach(session -> problems.add("left running: " + session));
    if (!problems.isEmpty()) {
      throw new AssertionError(String.join("\n", problems));
    }
  }

  int number() {
    return number;
  }

  private List<String> failures() {
    return core.read(() -> List.copyOf(core.failures()));
  }

  /** Cuts all connections, interrupts workers, and leaves no thread. Closing twice is fine. */
  @Override
  public void close() {
    door.close();
    core.close();
  }

  @Override
  public String toString() {
    return "FakeOppiServer[" + baseUri() + "]" + core.journal();
  }
}
