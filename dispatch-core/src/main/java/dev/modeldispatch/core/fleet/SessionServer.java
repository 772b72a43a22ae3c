package dev.modeldispatch.core.fleet;

import dev.modeldispatch.Failure;
import dev.modeldispatch.Misuse;
import dev.modeldispatch.ModelTarget;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/**
 * A server that runs agent sessions, as a {@link SessionFleet} needs it; anybody can write one.
 *
 * <p>Each method is one question to the server. It returns at once, retries nothing and waits for
 * nothing but the answer; its future fails with a {@link SessionException} whatever the server or
 * the network does. Listeners are called one at a time for each session, on any thread, and must
 * not block. Thread-safe.
 *
 * <p>{@link SessionState.Status#READY} means that every prompt which the session took has ended: a
 * session that took one and has not begun it is not ready.
 */
public interface SessionServer extends AutoCloseable {
  /** {@return what and where it is, for messages, for example {@code opencode at http://...}} */
  String shown();

  /**
   * Returns the workspace of this id or name, names in any case; an unknown one fails with the
   * valid choices.
   */
  CompletableFuture<Place> place(String named);

  /** Returns why this model cannot be asked; empty if it can, or if the server does not tell. */
  CompletableFuture<Optional<Failure>> preflight(ModelTarget model);

  /** {@return what this kind of server can do beyond the rest} */
  Set<Ability> abilities();

  /** Makes a session, which has nothing to do yet. */
  CompletableFuture<SessionState> create(Opening opening);

  /** Prompts a session; a turn that it has taken before is not taken again, and is no failure. */
  CompletableFuture<SessionState> prompt(Key session, Turn turn);

  /** Looks how a session is; one that is gone is stopped. */
  CompletableFuture<SessionState> look(Key session);

  /**
   * Tells the listener each change of a session from now on. Returns when it is heard; a stream
   * that breaks is opened again by the server's plug, which then looks once by itself.
   */
  CompletableFuture<Watching> watch(Key session, Consumer<SessionState> listener);

  /**
   * Ends what a session does; it may take a while until it rests. Not asked of a server that
   * cannot.
   */
  CompletableFuture<SessionState> abort(Key session);

  /** Ends a session; one that has ended is left as it is, and is no failure. */
  CompletableFuture<SessionState> end(Key session);

  /** Deletes a session that has ended, with what it said; one that is gone is no failure. */
  CompletableFuture<Void> remove(Key session);

  /**
   * Returns the files that a session's tools wrote, as far as the server tells, as it tells them.
   */
  CompletableFuture<List<String>> writes(Key session);

  /** Frees what the plug holds; sessions stay as they are. */
  @Override
  void close();

  /** What not every kind of server can do. */
  enum Ability {
    /** A busy session takes a further prompt, for the turn that runs. */
    STEER_MID_TURN,
    /** A turn can be aborted without ending its session. */
    ABORT_TURNS,
    /** Any folder of this machine is a workspace. */
    OPEN_FOLDERS
  }

  /**
   * Where to find a session.
   *
   * @param workspace the id of its workspace
   * @param id its own
   */
  record Key(String workspace, String id) {
    @Override
    public String toString() {
      return id;
    }
  }

  /**
   * A workspace that sessions can be opened in.
   *
   * @param id its id at the server
   * @param name what people call it
   * @param folder where it is on this machine, if it is
   */
  record Place(String id, String name, Optional<Path> folder) {}

  /**
   * What a session begins with.
   *
   * @param place its workspace
   * @param name its name, which need not be unique
   * @param model who works in it; empty: the server's default
   * @param thinking how much it thinks; empty: the server's default
   */
  record Opening(
      Place place,
      String name,
      Optional<ModelTarget> model,
      Optional<SessionOrder.Thinking> thinking) {}

  /**
   * A prompt. {@link #toString} leaves its text out.
   *
   * @param id unique; the same when it is sent again
   * @param text what is to be done
   */
  record Turn(String id, String text) {
    /** Refuses a blank text. */
    public Turn {
      Misuse.check("turn").unless(!text.isBlank(), () -> "a prompt must not be blank").orThrow();
    }

    @Override
    public String toString() {
      return "Turn[" + id + ", " + text.length() + " chars]";
    }
  }

  /** Ends listening. */
  interface Watching extends AutoCloseable {
    @Override
    void close();
  }
}
