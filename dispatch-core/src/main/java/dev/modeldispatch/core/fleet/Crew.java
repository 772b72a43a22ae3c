package dev.modeldispatch.core.fleet;

import dev.modeldispatch.core.internal.Resources;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What the sessions of a fleet share.
 *
 * @param server runs them
 * @param time time and threads
 * @param pace how long things are waited for
 * @param waits what is being waited for
 * @param holds who has which files to itself
 * @param working the sessions that were prompted and do not rest yet
 */
record Crew(
    SessionServer server,
    Resources time,
    Pace pace,
    Set<RestWait> waits,
    Holds holds,
    Map<SessionServer.Key, FleetSession> working) {
  Crew(SessionServer server, Resources time, Pace pace) {
    this(server, time, pace, ConcurrentHashMap.newKeySet(), new Holds(), new ConcurrentHashMap<>());
  }

  /** Runs what may run a user's code. */
  void tell(Runnable task) {
    time.callbacks().execute(task);
  }

  /** Hands on how a future ends, on a thread that may run a user's code. */
  <T> CompletableFuture<T> told(CompletableFuture<T> future) {
    var out = new CompletableFuture<T>();
    var unused =
        future.whenComplete(
            (value, thrown) ->
                tell(
                    () -> {
                      if (thrown == null) {
                        out.complete(value);
                      } else {
                        out.completeExceptionally(SessionFailures.exception(thrown));
                      }
                    }));
    return out;
  }

  boolean can(SessionServer.Ability ability) {
    return server.abilities().contains(ability);
  }

  /**
   * How long things are waited for.
   *
   * @param poll how often a session is looked at while its end is waited for
   * @param lost how long a server may fail until its sessions are given up
   * @param stop how long a session may take to rest, once it was told to
   * @param retry the wait before a prompt is sent again; doubling
   */
  record Pace(Duration poll, Duration lost, Duration stop, Duration retry) {
    static final Pace STANDARD =
        new Pace(
            Duration.ofSeconds(5),
            Duration.ofMinutes(1),
            Duration.ofSeconds(5),
            Duration.ofMillis(200));
  }
}
