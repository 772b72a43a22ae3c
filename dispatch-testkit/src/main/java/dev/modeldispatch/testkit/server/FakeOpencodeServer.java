package dev.modeldispatch.testkit.server;

import dev.modeldispatch.FailureKind;
import dev.modeldispatch.Misuse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * An {@code opencode serve} session server on a free port of 127.0.0.1 whose models do what their
 * scripts say. It has the shapes, the events and the hangs of the real one: a prompt's call stays
 * open until the prompt ends, work goes on when the client has hung up, and only an abort ends it.
 * Thread-safe.
 *
 * <pre>{@code
 * try (var server = FakeOpencodeServer.start()) {
 *   server.model("fake/quick").answers("blue");
 *   server.model("fake/stuck").hangs();
 *   client.call(server.baseUri());                         // http://127.0.0.1:40123
 *   server.awaitNoSessions(Duration.ofSeconds(5));
 *   server.assertClean();
 * }
 * }</pre>
 */
public final class FakeOpencodeServer implements AutoCloseable {
  private static final AtomicInteger STARTED = new AtomicInteger();

  private final OpencodeVersion version;
  private final Journal journal = new Journal();
  private final OpencodeBooks books = new OpencodeBooks(journal);
  private final OpencodeRoutes routes;
  private final Front front;
  private final OpencodeCore core;

  private FakeOpencodeServer(OpencodeVersion version) throws IOException {
    this.version = version;
    routes = new OpencodeRoutes(journal, version);
    front = new Front(journal, routes, "opencode-" + STARTED.incrementAndGet());
    core = new OpencodeCore(front, version, books);
    routes.open(core);
  }

  /** Starts a server of the latest version. */
  public static FakeOpencodeServer start() {
    return start(OpencodeVersion.LATEST);
  }

  /** Starts a server of this version. */
  public static FakeOpencodeServer start(OpencodeVersion version) {
    try {
      var server = new FakeOpencodeServer(version);
      server.front.start();
      return server;
    } catch (IOException e) {
      throw new UncheckedIOException("No port for a fake opencode server.", e);
    }
  }

  /** {@return the kinds that {@link OpencodeScript#fails(FailureKind)} plays} */
  public static Set<FailureKind> errorKinds() {
    return OpencodeErrors.kinds();
  }

  /** {@return the key that its lists of providers hold, as the real ones do} */
  public static String leakedKey() {
    return OpencodeAnswers.LEAKED_KEY;
  }

  /** {@return the address for a client, for example {@code http://127.0.0.1:40123}} */
  public URI baseUri() {
    return URI.create("http://127.0.0.1:" + front.port());
  }

  /** {@return the version that it is} */
  public OpencodeVersion version() {
    return version;
  }

  /** Returns the script of this model, {@code provider/model}; its provider is connected. */
  public OpencodeScript model(String target) {
    Misuse.check("model")
        .unless(
            target.matches("[^/]+/.+"),
            () -> Misuse.quote(target) + " is none; write provider/model, for example fake/quick")
        .orThrow();
    return routes.script(target);
  }

  /** Lists this provider as known, but not as connected. */
  public void knows(String provider) {
    routes.knows(provider);
  }

  /** Wants this password of the user {@code opencode} from now on. */
  public void password(String secret) {
    routes.password(secret);
  }

  /** Refuses to delete sessions from now on. */
  public void refuseDeletes() {
    routes.keepsSessions(true);
  }

  /** Takes requests and never answers them, tells no events, does no work. */
  public void freeze() {
    front.run(() -> core.freeze(true));
  }

  /** Answers requests again; those that came meanwhile stay unanswered. */
  public void thaw() {
    front.run(() -> core.freeze(false));
  }

  /** Tells events this much later from now on; the real server's can come after the answer. */
  public void lagEvents(Duration by) {
    front.run(() -> core.events().lag(by));
  }

  /** Ends all event streams; they can be opened anew. */
  public void dropEvents() {
    front.run(() -> core.events().drop());
  }

  /** Refuses new connections from now on; those that are open stay. */
  public void refuseConnections() {
    front.refuse();
  }

  /** Takes connections again, at the same port. */
  public void acceptConnections() {
    front.accept();
  }

  /** {@return the sessions that are there, in order} */
  public List<String> openSessions() {
    return books.open();
  }

  /** {@return the sessions that were ever made, in order} */
  public List<String> createdSessions() {
    return books.created();
  }

  /** {@return the sessions for which an abort came, one entry each time} */
  public List<String> abortedSessions() {
    return books.aborted();
  }

  /** {@return the sessions that were deleted, in order} */
  public List<String> deletedSessions() {
    return books.deleted();
  }

  /** {@return the sessions whose prompt still runs, whether its client is there or not} */
  public List<String> runningSessions() {
    return books.running();
  }

  /** {@return the requests for permission and the questions that were settled, in order} */
  public List<String> settledAsks() {
    return books.rejected();
  }

  /** {@return how many prompts ran at once at most} */
  public int mostRunning() {
    return books.mostRunning();
  }

  /** {@return the latest 10,000 calls in order of arrival, whole or not} */
  public List<ServerCall> calls() {
    return journal.calls();
  }

  /** {@return the whole requests that carried a prompt, in order of arrival} */
  public List<ServerCall> promptCalls() {
    return calls().stream().filter(ServerCall::isPrompt).toList();
  }

  /** {@return how many whole requests carried a prompt} */
  public int promptRequests() {
    return journal.prompts();
  }

  /** {@return how many connections are open} */
  public int openConnections() {
    return journal.open();
  }

  /** {@return the requests to routes that the server does not know} */
  public List<String> unmatched() {
    return journal.unmatched();
  }

  /** Waits until this many whole requests have carried a prompt, and returns them. */
  public List<ServerCall> awaitRequests(int count, Duration limit) throws InterruptedException {
    journal.await(
        () -> journal.prompts() >= count,
        limit,
        () -> journal.prompts() + " of " + count + " prompt requests came");
    return promptCalls();
  }

  /** Waits until this many event streams are open. */
  public void awaitEventStreams(int count, Duration limit) throws InterruptedException {
    journal.await(
        () -> eventStreams() == count,
        limit,
        () -> eventStreams() + " event streams are open, not " + count);
  }

  /** Waits until no session is left. */
  public void awaitNoSessions(Duration limit) throws InterruptedException {
    books.awaitNone(limit);
  }

  /** Waits until no prompt runs, whether its client is there or not. */
  public void awaitRest(Duration limit) throws InterruptedException {
    books.awaitRest(limit);
  }

  /** Waits until no call goes on but event streams. */
  public void awaitIdle(Duration limit) throws InterruptedException {
    journal.await(
        () -> unfinished().isEmpty(), limit, () -> unfinished().size() + " calls still go on");
  }

  /** Waits until no connection is open, idle ones and event streams included. */
  public void awaitAllClosed(Duration limit) throws InterruptedException {
    journal.await(
        () -> journal.open() == 0, limit, () -> journal.open() + " connections are still open");
  }

  /**
   * Fails if a route was unknown, a worker threw, a call or a prompt still goes on, or a session is
   * left.
   */
  public void assertClean() {
    List<String> problems = new ArrayList<>();
    journal.unmatched().forEach(what -> problems.add("unknown route: " + Misuse.quote(what)));
    unfinished().forEach(call -> problems.add("still going on: " + call));
    books.failures().forEach(problems::add);
    books.running().forEach(session -> problems.add("still running: " + session));
    books.open().forEach(session -> problems.add("left behind: " + session));
    if (!problems.isEmpty()) {
      throw new AssertionError(String.join("\n", problems));
    }
  }

  private long eventStreams() {
    return calls().stream().filter(call -> isEvents(call) && !call.isOver()).count();
  }

  private List<ServerCall> unfinished() {
    return journal.unfinished().stream().filter(call -> !isEvents(call)).toList();
  }

  private static boolean isEvents(ServerCall call) {
    return call.played().equals("events");
  }

  /** {@return the journal with the bodies of the requests; keys stay out} */
  public String journalWithBodies() {
    return journal.dumpWithBodies();
  }

  /** Closes all connections, stops, and leaves no thread. Closing twice is fine. */
  @Override
  public void close() {
    core.workers().shutdownNow();
    front.close();
  }

  @Override
  public String toString() {
    return "FakeOpencodeServer[" + version.number() + " at " + baseUri() + "]" + journal.dump();
  }
}
