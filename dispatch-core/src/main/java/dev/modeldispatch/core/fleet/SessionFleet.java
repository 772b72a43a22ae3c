package dev.modeldispatch.core.fleet;

import dev.modeldispatch.Misuse;
import dev.modeldispatch.core.failure.FailureRules;
import dev.modeldispatch.core.fleet.Crew.Pace;
import dev.modeldispatch.core.fleet.FleetSession.Launched;
import dev.modeldispatch.core.fleet.OrderChecks.Checked;
import dev.modeldispatch.core.fleet.SessionServer.Place;
import dev.modeldispatch.core.http.HttpLimits;
import dev.modeldispatch.core.http.HttpTransport;
import dev.modeldispatch.core.internal.MonotonicTime;
import dev.modeldispatch.core.internal.Resources;
import dev.modeldispatch.core.internal.Workshop;
import dev.modeldispatch.core.opencode.OpencodeOptions;
import dev.modeldispatch.core.opencode.OpencodeSessions;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import org.jspecify.annotations.Nullable;

/**
 * Agent sessions on one server, launched, followed and stopped. Thread-safe.
 *
 * <p>An order is looked at before anything is launched: the workspace and the model are there,
 * todos and context files can be read, the files that it may write lie inside of the workspace, and
 * are disjoint from those of every other session that this fleet has working in it. What is wrong
 * is told at once, all of it, and nothing is launched.
 *
 * <p>{@link #close} ends all waiting and frees everything; sessions work on at the server. Whoever
 * wants them ended calls {@link #stopAll} before.
 */
public final class SessionFleet implements AutoCloseable {
  private final Crew crew;
  private final Runnable end;

  private SessionFleet(Crew crew, Runnable end) {
    this.crew = crew;
    this.end = end;
  }

  /** Returns a fleet over the opencode server of these options. */
  public static SessionFleet opencode(OpencodeOptions options) {
    return builder().opencode(options).build();
  }

  /** Returns a fleet over the oppi server of these options. */
  public static SessionFleet oppi(OppiOptions options) {
    return builder().oppi(options).build();
  }

  /** Returns a builder; it needs a server. */
  public static Builder builder() {
    return new Builder();
  }

  /** {@return what and where the server is} */
  public String server() {
    return crew.server().shown();
  }

  /** Launches a session; the future ends when it has taken its prompt, or with why not. */
  public CompletableFuture<FleetSession> launch(SessionOrder order) {
    var out = new CompletableFuture<FleetSession>();
    var unused =
        new OrderChecks(crew)
            .check(List.of(order))
            .whenComplete(
                (checked, thrown) -> {
                  if (thrown == null) {
                    var unusedToo = launch(checked.get(0), out);
                  } else {
                    crew.tell(() -> hand(out, null, thrown));
                  }
                });
    return out;
  }

  /**
   * Launches sessions. The future fails if anything is wrong with one of the orders, and then none
   * is launched; else it ends with one future for each order, in their order.
   */
  public CompletableFuture<List<CompletableFuture<FleetSession>>> launch(
      List<SessionOrder> orders) {
    return crew.told(new OrderChecks(crew).check(orders))
        .thenApply(
            all ->
                all.stream()
                    .map(one -> launch(one, new CompletableFuture<FleetSession>()))
                    .toList());
  }

  private CompletableFuture<FleetSession> launch(
      Checked order, CompletableFuture<FleetSession> out) {
    if (out.isDone()) {
      crew.holds().release(order); // given up before it began
      return out;
    }
    var unused =
        new Launching(crew, order)
            .begin()
            .whenComplete((session, thrown) -> crew.tell(() -> hand(out, session, thrown)));
    return out;
  }

  /** A session that nobody waits for any more is not left behind. */
  private static void hand(
      CompletableFuture<FleetSession> out,
      @Nullable FleetSession session,
      @Nullable Throwable thrown) {
    if (session == null) {
      out.completeExceptionally(
          SessionFailures.exception(thrown == null ? new CancellationException() : thrown));
    } else if (!out.complete(session)) {
      var unused = session.remove();
    }
  }

  /**
   * Returns all that is wrong with these orders, each taken by itself; launches nothing. The future
   * fails if the server does not answer.
   */
  public CompletableFuture<List<String>> problems(List<SessionOrder> orders) {
    return crew.told(new OrderChecks(crew).problems(orders));
  }

  /** Returns the session of this id, wherever it is, for example to stop it. */
  public CompletableFuture<FleetSession> session(String workspace, String id) {
    return crew.told(
        crew.server()
            .place(workspace)
            .thenApply(
                place -> {
                  var order = SessionOrder.in(workspace).build();
                  var key = new SessionServer.Key(place.id(), id);
                  return new FleetSession(
                      crew, new Launched(key, place, order, false, 0), Optional.empty());
                }));
  }

  /** Returns the workspace of this id or name; an unknown one fails with the valid choices. */
  public CompletableFuture<Place> place(String workspace) {
    return crew.told(crew.server().place(workspace));
  }

  /** {@return the sessions that this fleet launched and that still work} */
  public List<FleetSession> working() {
    return List.copyOf(crew.working().values());
  }

  /** Stops the sessions that this fleet launched and that still work, and waits for their end. */
  public CompletableFuture<List<SessionState>> stopAll() {
    CompletableFuture<List<SessionState>> all =
        CompletableFuture.completedFuture(new ArrayList<>());
    for (FleetSession session : working()) {
      CompletableFuture<SessionState> stopped = session.stop();
      all = all.thenCombine(stopped, SessionFleet::plus);
    }
    return all;
  }

  private static List<SessionState> plus(List<SessionState> all, SessionState one) {
    List<SessionState> more = new ArrayList<>(all);
    more.add(one);
    return more;
  }

  Crew crew() {
    return crew;
  }

  @Override
  public void close() {
    crew.waits().forEach(RestWait::closed);
    crew.server().close();
    end.run();
  }

  @Override
  public String toString() {
    return "SessionFleet[" + crew.server().shown() + "]";
  }

  /** Collects what a fleet is made of; not thread-safe. */
  public static final class Builder {
    private Optional<Plug> plug = Optional.empty();
    private InstantSource clock = MonotonicTime.start();
    private Optional<ScheduledExecutorService> timers = Optional.empty();
    private Optional<Executor> callbacks = Optional.empty();
    private Pace pace = Pace.STANDARD;

    private Builder() {}

    /** Makes a plug, once there are threads and sockets for it. */
    private interface Plug {
      SessionServer open(HttpTransport http, Resources resources);
    }

    /** Runs sessions on an opencode server. */
    public Builder opencode(OpencodeOptions options) {
      plug =
          Optional.of(
              (http, time) ->
                  new OpencodeAgents(
                      OpencodeSessions.open(options, http, time, FailureRules.standard()),
                      options.directory()));
      return this;
    }

    /** Runs sessions on an oppi server. */
    public Builder oppi(OppiOptions options) {
      plug = Optional.of((http, time) -> new OppiServer(options, http, time));
      return this;
    }

    /** Runs sessions on this server; the fleet closes it. */
    public Builder server(SessionServer server) {
      plug = Optional.of((http, time) -> server);
      return this;
    }

    /** Sets how often a session is looked at while its end is waited for; by default, 5 s. */
    public Builder poll(Duration interval) {
      pace = new Pace(positive("poll", interval), pace.lost(), pace.stop(), pace.retry());
      return this;
    }

    /** Sets how long a server may fail until its sessions are given up; by default, a minute. */
    public Builder lostAfter(Duration limit) {
      pace = new Pace(pace.poll(), positive("lostAfter", limit), pace.stop(), pace.retry());
      return this;
    }

    /** Sets how long each step of stopping a session may take; by default, 5 s. */
    public Builder stopWithin(Duration limit) {
      pace = new Pace(pace.poll(), pace.lost(), positive("stopWithin", limit), pace.retry());
      return this;
    }

    /** Replaces time, for tests: both have to belong together. The timer stays the caller's. */
    public Builder time(InstantSource clock, ScheduledExecutorService timers) {
      this.clock = clock;
      this.timers = Optional.of(timers);
      return this;
    }

    /** Ends futures and calls listeners on this executor, which stays the caller's. */
    public Builder callbacks(Executor executor) {
      callbacks = Optional.of(executor);
      return this;
    }

    /** Returns the fleet; one without a server is misuse. */
    public SessionFleet build() {
      Misuse.check("fleet")
          .unless(plug.isPresent(), () -> "no server; say .opencode(..), .oppi(..) or .server(..)")
          .orThrow();
      var workshop = new Workshop(clock, timers, callbacks);
      var http = HttpTransport.open(HttpLimits.STANDARD, workshop.timers(), clock);
      Runnable end =
          () -> {
            http.close();
            workshop.close();
          };
      Resources resources = workshop.resources();
      SessionServer server = plug.orElseThrow().open(http, resources);
      return new SessionFleet(new Crew(server, resources, pace), end);
    }

    private static Duration positive(String knob, Duration limit) {
      Misuse.check("fleet")
          .unless(
              limit.compareTo(Duration.ZERO) > 0, () -> knob + " " + limit + " must be above zero")
          .orThrow();
      return limit;
    }
  }
}
