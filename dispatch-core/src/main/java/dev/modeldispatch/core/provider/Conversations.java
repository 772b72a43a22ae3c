package dev.modeldispatch.core.provider;

import dev.modeldispatch.ModelResult;
import dev.modeldispatch.ModelTarget;
import dev.modeldispatch.Session;
import dev.modeldispatch.connector.Call;
import dev.modeldispatch.core.internal.Turns;
import java.math.BigInteger;
import java.security.SecureRandom;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The conversations of one connector. The provider keeps none: what was said before is held here,
 * in memory, and goes out again with each prompt. Thread-safe.
 *
 * <p>At most {@value #MAX_KEPT} are kept: above that, the one goes that was used longest ago and
 * that nobody uses or waits for. In each, at most {@value #MAX_CHARS} characters: a prompt that
 * would lead above is refused before anything is sent; an answer that does is kept, and is the
 * last. Who is to close one does so whatever it comes to, once an attempt of it has begun: also if
 * it is called off while it waits for its turn. All end with the connector.
 *
 * <p>Between threads: a conversation is read by whoever has its turn, and changed when the dispatch
 * has its result, before the turn is left. So what is read is what was answered before.
 */
final class Conversations {
  static final int MAX_KEPT = 1_000;
  static final int MAX_CHARS = 8 * 1024 * 1024;

  private static final String PREFIX = "chat_";
  private static final int ID_BITS = 128;

  private final Turns turns = new Turns();
  private final Map<String, Conversation> kept = new LinkedHashMap<>(16, 0.75f, true);
  private @Nullable SecureRandom random;
  private boolean closed;

  /**
   * A conversation.
   *
   * @param target who it is with
   * @param history what was said
   */
  record Conversation(ModelTarget target, History history) {}

  /** Goes on with an attempt once it is its turn. */
  interface Next {
    void go(Call call, History before);
  }

  /** Begins an attempt in its prompt's conversation. */
  void enter(Call call, Next next) {
    String id = call.prompt().session().id().orElseGet(this::newId);
    new Talk(this, id, call, next).begin();
  }

  private synchronized String newId() {
    if (random == null) {
      random = new SecureRandom();
    }
    return PREFIX + new BigInteger(ID_BITS, random).toString(32);
  }

  Turns turns() {
    return turns;
  }

  synchronized boolean isClosed() {
    return closed;
  }

  synchronized Optional<Conversation> find(String id) {
    return Optional.ofNullable(kept.get(id));
  }

  /** {@return how many are kept} */
  synchronized int size() {
    return kept.size();
  }

  /**
   * The dispatch of an attempt in this conversation has its result.
   *
   * @param grown what was said, if the attempt gave an answer
   */
  synchronized void settled(
      String id, Session.Mode mode, Optional<History> grown, ModelResult result) {
    ModelTarget target = result.target();
    if (closed) {
      return;
    }
    if (mode == Session.Mode.KEPT && isNamed(id, result)) {
      kept.put(id, new Conversation(target, History.none()));
    }
    Conversation here = kept.get(id);
    if (here != null && here.target().equals(target)) {
      if (mode == Session.Mode.CONTINUED_THEN_CLOSED) {
        kept.remove(id);
      } else if (result.isAnswered() && grown.isPresent()) {
        kept.put(id, new Conversation(target, grown.get()));
      }
    }
    trim();
  }

  /** Of several attempts to begin a conversation the last one's is the result's. */
  private static boolean isNamed(String id, ModelResult result) {
    return result.session().flatMap(Session::id).filter(id::equals).isPresent();
  }

  private void trim() {
    Iterator<String> eldestFirst = kept.keySet().iterator();
    int tooMany = kept.size() - MAX_KEPT;
    while (tooMany > 0 && eldestFirst.hasNext()) {
      if (!turns.isTaken(eldestFirst.next())) {
        eldestFirst.remove();
        tooMany--;
      }
    }
  }

  /** Drops them all; nobody's turn comes any more. */
  synchronized void close() {
    closed = true;
    kept.clear();
  }

  static boolean isId(String id) {
    return id.startsWith(PREFIX);
  }

  @Override
  public String toString() {
    return "Conversations[" + size() + "]";
  }
}
