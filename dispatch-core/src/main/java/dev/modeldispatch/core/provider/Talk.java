package dev.modeldispatch.core.provider;

import dev.modeldispatch.Attempt;
import dev.modeldispatch.DispatchEvent;
import dev.modeldispatch.Failure;
import dev.modeldispatch.ModelResult;
import dev.modeldispatch.ModelTarget;
import dev.modeldispatch.Prompt;
import dev.modeldispatch.Session;
import dev.modeldispatch.Usage;
import dev.modeldispatch.connector.Call;
import dev.modeldispatch.connector.Reply;
import dev.modeldispatch.core.provider.Conversations.Conversation;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One attempt in a conversation: the engine's call, which waits for its turn, and whose answer is
 * remembered if it becomes the dispatch's.
 *
 * <pre>
 * NEW -> (WAITING ->) TURN -> LEFT
 * </pre>
 *
 * <p>Between threads: the phase changes under this object's lock. LEFT is reached once, by the end
 * of the attempt or of its dispatch, and whoever finds TURN there leaves it. Who is called to a
 * turn after LEFT passes it on. The engine and the next attempt are called without the lock.
 */
final class Talk implements Call {
  private static final Logger LOG = LoggerFactory.getLogger(Talk.class);

  private enum Phase {
    NEW,
    WAITING,
    TURN,
    LEFT
  }

  private final Conversations all;
  private final String id;
  private final Call call;
  private final Conversations.Next next;
  private final Runnable onTurn = this::called;
  private Phase phase = Phase.NEW;
  private History before = History.none();
  private Optional<History> grown = Optional.empty();

  Talk(Conversations all, String id, Call call, Conversations.Next next) {
    this.all = all;
    this.id = id;
    this.call = call;
    this.next = next;
  }

  void begin() {
    call.whenSettled(this::settled);
    boolean free;
    synchronized (this) {
      if (phase == Phase.LEFT) {
        return; // the dispatch had its result already
      }
      free = all.turns().enter(id, onTurn);
      phase = free ? Phase.TURN : Phase.WAITING;
    }
    if (free) {
      go();
      return;
    }
    call.queued("the prompt that runs in the same conversation");
    if (!isWaiting()) {
      call.dequeued(); // its turn came before the word of the wait
    }
  }

  private synchronized boolean isWaiting() {
    return phase == Phase.WAITING;
  }

  /** It waited, and the one before has left. Nothing may be thrown at that one. */
  private void called() {
    boolean waited;
    synchronized (this) {
      waited = phase == Phase.WAITING;
      phase = waited ? Phase.TURN : Phase.LEFT;
    }
    if (!waited) {
      all.turns().leave(id);
      return;
    }
    call.dequeued();
    try {
      go();
    } catch (Throwable e) {
      LOG.warn("an attempt at {} threw {}", call.target(), e.getClass().getName());
      settle(Reply.failure(ConversationFailures.threw(call.target(), e)).build());
    }
  }

  private void go() {
    if (call.isOver()) {
      return;
    }
    Optional<Conversation> found = all.find(id);
    Optional<Failure> wrong = wrongWith(found);
    if (wrong.isPresent()) {
      settle(Reply.failure(wrong.get()).sent(Attempt.Sent.NO).usage(Usage.none()).build());
      return;
    }
    if (mode() != Session.Mode.CONTINUED_THEN_CLOSED) {
      call.kept(Session.continued(id));
    }
    History said = found.map(Conversation::history).orElse(History.none());
    synchronized (this) {
      before = said;
    }
    next.go(this, said);
  }

  private Optional<Failure> wrongWith(Optional<Conversation> found) {
    if (all.isClosed()) {
      return Optional.of(ConversationFailures.closed(target()));
    }
    if (found.isEmpty() && mode() != Session.Mode.KEPT) {
      return Optional.of(ConversationFailures.unknown(target(), id));
    }
    if (found.isPresent() && !found.get().target().equals(target())) {
      return Optional.of(ConversationFailures.ofAnother(target(), found.get().target()));
    }
    long chars = found.map(conversation -> conversation.history().chars()).orElse(0L);
    Prompt asked = call.prompt();
    int more = asked.text().length() + asked.system().map(String::length).orElse(0);
    return chars + more > Conversations.MAX_CHARS
        ? Optional.of(ConversationFailures.tooLong(target(), chars))
        : Optional.empty();
  }

  /** {@return the prompt as it goes on here} */
  @Override
  public Prompt prompt() {
    History said;
    synchronized (this) {
      said = before;
    }
    return said.goesOn(call.prompt());
  }

  @Override
  public boolean settle(Reply reply) {
    Prompt asked = prompt();
    synchronized (this) {
      grown = reply.answer().map(answer -> before.with(asked, answer));
    }
    boolean first = call.settle(reply);
    synchronized (this) {
      grown = Optional.empty(); // the result, if it made one, is told by now
    }
    leave();
    return first;
  }

  private void settled(ModelResult result) {
    boolean waited = isWaiting();
    Optional<History> said;
    synchronized (this) {
      said = grown;
    }
    all.settled(id, mode(), said, result);
    if (waited) {
      giveUp();
    } else {
      leave();
    }
  }

  private void giveUp() {
    synchronized (this) {
      if (phase == Phase.WAITING) {
        phase = Phase.LEFT;
      }
    }
    if (!all.turns().withdraw(id, onTurn)) {
      leave(); // its turn came meanwhile, or comes and finds LEFT
    }
  }

  private void leave() {
    boolean had;
    synchronized (this) {
      had = phase == Phase.TURN;
      phase = Phase.LEFT;
    }
    if (had) {
      all.turns().leave(id);
    }
  }

  private Session.Mode mode() {
    return call.prompt().session().mode();
  }

  @Override
  public ModelTarget target() {
    return call.target();
  }

  @Override
  public Duration remaining() {
    return call.remaining();
  }

  @Override
  public void onAbort(Runnable abort) {
    call.onAbort(abort);
  }

  @Override
  public boolean isOver() {
    return call.isOver();
  }

  @Override
  public void queued(String waitsFor) {
    call.queued(waitsFor);
  }

  @Override
  public void dequeued() {
    call.dequeued();
  }

  @Override
  public void kept(Session session) {
    call.kept(session);
  }

  @Override
  public void whenSettled(Consumer<ModelResult> follower) {
    call.whenSettled(follower);
  }

  @Override
  public void sending() {
    call.sending();
  }

  @Override
  public boolean wantsText() {
    return call.wantsText();
  }

  @Override
  public void whenRead(Runnable readOn) {
    call.whenRead(readOn);
  }

  @Override
  public void text(DispatchEvent.Text.Kind kind, String piece) {
    call.text(kind, piece);
  }
}
