package dev.modeldispatch.core.fleet;

import dev.modeldispatch.Failure;
import dev.modeldispatch.FailureKind;
import dev.modeldispatch.core.fleet.OrderChecks.Checked;
import dev.modeldispatch.core.fleet.SessionServer.Ability;
import dev.modeldispatch.core.fleet.SessionServer.Place;
import dev.modeldispatch.core.fleet.SessionServer.Turn;
import dev.modeldispatch.core.fleet.SessionServer.Watching;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/**
 * One agent session on a server. Futures fail with a {@link SessionException} alone, and are ended
 * on a thread for callbacks. Cancelling one ends the waiting, not the session: {@link #stop} does.
 * Thread-safe.
 */
public final class FleetSession {
  private final Crew crew;
  private final Launched launched;
  private final Optional<Checked> order;
  private CompletableFuture<?> prompts = CompletableFuture.completedFuture(null);
  private int turns;

  FleetSession(Crew crew, Launched launched, Optional<Checked> order) {
    this.crew = crew;
    this.launched = launched;
    this.order = order;
  }

  /** It works: its files are its own until it rests, whoever sees that first. */
  void works() {
    int mine;
    synchronized (this) {
      mine = ++turns;
    }
    crew.working().put(key(), this);
    var unused = resting(mine, new RestWait(crew, key(), FleetSession::isAtRest).beginLater());
  }

  /** Takes in the end of a turn; that of an earlier one comes too late to count. */
  private CompletableFuture<SessionState> resting(int turn, CompletableFuture<SessionState> end) {
    return end.whenComplete(
        (state, thrown) -> {
          if (thrown == null && turn == turns()) {
            rests();
          }
        });
  }

  private synchronized int turns() {
    return turns;
  }

  private static boolean isAtRest(SessionState state) {
    return state.status().isAtRest();
  }

  private void rests() {
    crew.working().remove(key());
    order.ifPresent(crew.holds()::release);
  }

  /** {@return its id at the server} */
  public String id() {
    return launched.key().id();
  }

  /** {@return where to find it at the server} */
  public SessionServer.Key key() {
    return launched.key();
  }

  /** {@return how it was launched} */
  public Launched launched() {
    return launched;
  }

  /** Returns how the session is now. */
  public CompletableFuture<SessionState> look() {
    return crew.told(crew.server().look(key()));
  }

  /**
   * Returns when the session rests: ready after its turn, stopped, or ended by an error. At once if
   * it does already.
   */
  public CompletableFuture<SessionState> turn() {
    return resting(turns(), new RestWait(crew, key(), FleetSession::isAtRest).begin());
  }

  /** The same, within a limit; past it the future fails, and the session may still run. */
  public CompletableFuture<SessionState> turn(Duration limit) {
    return resting(turns(), new RestWait(crew, key(), FleetSession::isAtRest).within(limit));
  }

  /** Returns when nothing more can happen in the session: stopped, or ended by an error. */
  public CompletableFuture<SessionState> end() {
    return new RestWait(crew, key(), state -> state.status().isTerminal()).begin();
  }

  /** Tells the listener each change from now on, and how the session is now. */
  public CompletableFuture<Watching> watch(Consumer<SessionState> listener) {
    Consumer<SessionState> outside = state -> crew.tell(() -> listener.accept(state));
    return crew.server()
        .watch(key(), outside)
        .thenCompose(
            watching ->
                crew.server()
                    .look(key())
                    .handle(
                        (state, thrown) -> {
                          if (thrown == null) {
                            outside.accept(state);
                          }
                          return watching;
                        }));
  }

  /** Prompts the session once more as soon as it rests, in the order of the calls. */
  public CompletableFuture<SessionState> prompt(String text) {
    var turn = new Turn(UUID.randomUUID().toString(), text);
    CompletableFuture<SessionState> taken;
    synchronized (this) {
      taken = prompts.handle((before, thrown) -> "").thenCompose(x -> whenAtRest(turn));
      prompts = taken;
    }
    return crew.told(taken);
  }

  /**
   * Tells the session something for the turn that runs; where the server takes nothing while it
   * works, it is prompted as soon as it rests.
   */
  public CompletableFuture<SessionState> steer(String text) {
    return crew.can(Ability.STEER_MID_TURN)
        ? crew.told(
            new Prompting(crew, key(), new Turn(UUID.randomUUID().toString(), text)).begin())
        : prompt(text);
  }

  private CompletableFuture<SessionState> whenAtRest(Turn turn) {
    return turn()
        .thenCompose(
            state ->
                state.status().isTerminal()
                    ? CompletableFuture.failedFuture(new SessionException(hasEnded(state)))
                    : promptAtRest(turn));
  }

  private CompletableFuture<SessionState> promptAtRest(Turn turn) {
    List<String> problems = crew.holds().take(order.stream().toList());
    if (!problems.isEmpty()) {
      return CompletableFuture.failedFuture(SessionException.refused(problems));
    }
    return new Prompting(crew, key(), turn)
        .begin()
        .whenComplete(
            (state, thrown) -> {
              if (thrown == null) {
                works();
              } else {
                order.ifPresent(crew.holds()::release);
              }
            });
  }

  private static Failure hasEnded(SessionState state) {
    return Failure.builder(FailureKind.INVALID_REQUEST, "session " + state.key() + " has ended.")
        .hint("Launch another one.")
        .evidence("status " + state.status().code())
        .build();
  }

  /**
   * Stops the session: its turn is aborted, waited for and aborted again, then the session is
   * ended, up to three times. One that has ended is left as it is.
   */
  public CompletableFuture<SessionState> stop() {
    return crew.told(stopped());
  }

  /** Stops the session and deletes it at the server, with all that was said in it. */
  public CompletableFuture<Void> remove() {
    return crew.told(stopped().thenCompose(state -> crew.server().remove(key())));
  }

  private CompletableFuture<SessionState> stopped() {
    return new Stopping(crew, key())
        .begin()
        .thenApply(
            state -> {
              rests();
              return state;
            });
  }

  /** Returns the files that the session's tools wrote, as far as the server tells. */
  public CompletableFuture<List<String>> writes() {
    return crew.told(crew.server().writes(key()));
  }

  @Override
  public String toString() {
    return "FleetSession[" + id() + " at " + crew.server().shown() + "]";
  }

  /**
   * How a session was launched.
   *
   * @param key where to find it
   * @param place its workspace
   * @param order what was ordered
   * @param isPrompted whether it was prompted
   * @param promptChars the length of the prompt, with all that was put into it
   */
  public record Launched(
      SessionServer.Key key,
      Place place,
      SessionOrder order,
      boolean isPrompted,
      int promptChars) {}
}
