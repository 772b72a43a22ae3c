package dev.modeldispatch.testkit;

import dev.modeldispatch.Cancelled;
import dev.modeldispatch.DispatchEvent;
import dev.modeldispatch.ModelResult;
import dev.modeldispatch.ModelTarget;
import dev.modeldispatch.Prompt;
import dev.modeldispatch.ResultBuilder;
import dev.modeldispatch.Session;
import dev.modeldispatch.connector.Call;
import dev.modeldispatch.connector.Reply;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * An attempt for tests of connectors, the only one of its dispatch: keeps what it is told, and can
 * be aborted. The first end wins, and later ones are counted. Thread-safe.
 *
 * <pre>{@code
 * var call = new ProbeCall(ModelTarget.parse("openai/quick"), Prompt.of("Hi"));
 * connector.call(call);
 * Reply reply = call.awaitReply(Duration.ofSeconds(5));
 * }</pre>
 */
public final class ProbeCall implements Call {
  private final ModelTarget target;
  private final Prompt prompt;
  private final StringBuilder told = new StringBuilder();
  private final List<Consumer<ModelResult>> followers = new ArrayList<>();
  private @Nullable Runnable abort;
  private @Nullable Session kept;
  private @Nullable ModelResult result;
  private @Nullable Reply reply;
  private boolean over;
  private boolean sending;
  private int ends;

  /** Makes an attempt of this prompt at this target. */
  public ProbeCall(ModelTarget target, Prompt prompt) {
    this.target = target;
    this.prompt = prompt;
  }

  @Override
  public ModelTarget target() {
    return target;
  }

  @Override
  public Prompt prompt() {
    return prompt;
  }

  /** {@return the prompt's timeout, or two minutes; it does not run down} */
  @Override
  public Duration remaining() {
    return prompt.timeout().orElse(Duration.ofMinutes(2));
  }

  @Override
  public void onAbort(Runnable action) {
    synchronized (this) {
      abort = action;
      if (!over) {
        return;
      }
    }
    action.run();
  }

  @Override
  public synchronized boolean isOver() {
    return over;
  }

  @Override
  public synchronized void kept(Session session) {
    kept = session;
  }

  @Override
  public void whenSettled(Consumer<ModelResult> follower) {
    ModelResult known;
    synchronized (this) {
      known = result;
      if (known == null) {
        followers.add(follower);
      }
    }
    if (known != null) {
      follower.accept(known);
    }
  }

  @Override
  public synchronized void sending() {
    sending = true;
  }

  @Override
  public synchronized void text(DispatchEvent.Text.Kind kind, String piece) {
    if (!over && kind == DispatchEvent.Text.Kind.ANSWER) {
      told.append(piece);
    }
  }

  @Override
  public boolean settle(Reply end) {
    synchronized (this) {
      ends++;
      if (over) {
        return false;
      }
      over = true;
    }
    tell(
        end.answer().isPresent()
            ? facts(end.session()).answered(end.answer().get())
            : facts(end.session()).failed(end.failure().orElseThrow()));
    synchronized (this) {
      reply = end;
      notifyAll();
    }
    return true;
  }

  private synchronized ResultBuilder facts(Optional<Session> told) {
    ResultBuilder facts = ModelResult.builder(target);
    told.or(() -> Optional.ofNullable(kept)).ifPresent(facts::session);
    return facts;
  }

  private void tell(ModelResult settled) {
    List<Consumer<ModelResult>> all;
    synchronized (this) {
      result = settled;
      all = List.copyOf(followers);
      followers.clear();
    }
    all.forEach(follower -> follower.accept(settled));
  }

  /**
   * Ends the attempt as a cancel or a deadline would: what the connector set up closes its work.
   */
  public void abort() {
    Runnable action;
    boolean first;
    synchronized (this) {
      first = !over;
      over = true;
      action = abort;
    }
    if (action != null) {
      action.run();
    }
    if (first) {
      tell(facts(Optional.empty()).cancelled(Cancelled.Reason.CALLER));
    }
  }

  /** Waits for the connector's end of the attempt, and fails if none comes within the limit. */
  public synchronized Reply awaitReply(Duration limit) throws InterruptedException {
    long end = System.nanoTime() + limit.toNanos();
    while (reply == null) {
      long left = end - System.nanoTime();
      if (left <= 0) {
        throw new AssertionError("The connector did not settle " + target + " within " + limit);
      }
      TimeUnit.NANOSECONDS.timedWait(this, Math.max(left, 1_000_000));
    }
    return reply;
  }

  /** {@return how the connector ended the attempt, if it did before an abort} */
  public synchronized Optional<Reply> reply() {
    return Optional.ofNullable(reply);
  }

  /** {@return the conversation, if the connector told one by now} */
  public synchronized Optional<Session> session() {
    return Optional.ofNullable(reply).flatMap(Reply::session).or(() -> Optional.ofNullable(kept));
  }

  /** {@return how often the connector ended it; more than once is a mistake of the connector's} */
  public synchronized int ends() {
    return ends;
  }

  /** {@return whether the connector said that bytes may leave} */
  public synchronized boolean wasSending() {
    return sending;
  }

  /** {@return the answer's pieces so far} */
  public synchronized String told() {
    return told.toString();
  }

  @Override
  public synchronized String toString() {
    var state = List.of("ends=" + ends, "over=" + over, "told=" + told.length() + " chars");
    return "ProbeCall[" + target + ", " + String.join(", ", state) + "]";
  }
}
