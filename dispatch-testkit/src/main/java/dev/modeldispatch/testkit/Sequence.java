package dev.modeldispatch.testkit;

import dev.modeldispatch.Misuse;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Replies in order: each as often as told, once by default, the last one for ever. What scripts are
 * made of. Thread-safe.
 *
 * @param <R> the type of a reply
 */
public final class Sequence<R> {
  private final String subject;
  private final List<R> replies = new ArrayList<>();
  private final List<Integer> counts = new ArrayList<>();
  private boolean open = true;
  private int at;
  private int played;

  /** Makes an empty sequence; {@code subject} is who replies, for messages. */
  public Sequence(String subject) {
    this.subject = subject;
  }

  /** Adds a reply. Refused unless the sequence is empty or {@link #then} was called. */
  public synchronized void add(R reply) {
    Misuse.check(subject)
        .unless(
            open,
            () ->
                "it has a behaviour already ("
                    + replies.get(replies.size() - 1)
                    + "). Chain a further one with then(), or script another name.")
        .orThrow();
    replies.add(reply);
    counts.add(1);
    open = false;
  }

  /** Says that the last reply is played this often before the next one. */
  public synchronized void times(int count) {
    needsReply("times(" + count + ")");
    Misuse.check(subject)
        .unless(count >= 1, () -> "times(" + count + ") must be at least 1")
        .orThrow();
    counts.set(counts.size() - 1, count);
  }

  /** Opens the sequence for a further reply. */
  public synchronized void then() {
    needsReply("then()");
    open = true;
  }

  /** Returns the reply whose turn it is; empty if there are none at all. */
  public synchronized Optional<R> next() {
    if (replies.isEmpty()) {
      return Optional.empty();
    }
    if (played >= counts.get(at) && at < replies.size() - 1) {
      at++;
      played = 0;
    }
    played++;
    return Optional.of(replies.get(at));
  }

  /** Returns a new sequence of the same replies, from the first, for another subject. */
  public synchronized Sequence<R> copy(String otherSubject) {
    var copy = new Sequence<R>(otherSubject);
    copy.replies.addAll(replies);
    copy.counts.addAll(counts);
    copy.open = open;
    return copy;
  }

  private void needsReply(String call) {
    Misuse.check(subject)
        .unless(!replies.isEmpty(), () -> call + " follows a behaviour; say first what it does")
        .orThrow();
  }

  @Override
  public synchronized String toString() {
    return subject + " " + replies;
  }
}
