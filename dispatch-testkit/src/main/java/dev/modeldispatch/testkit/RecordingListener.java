package dev.modeldispatch.testkit;

import dev.modeldispatch.BatchRequest;
import dev.modeldispatch.DispatchEvent;
import dev.modeldispatch.DispatchListener;
import dev.modeldispatch.ModelResult;
import dev.modeldispatch.ModelTarget;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Remembers what it hears, from one dispatch or from all slots of a batch. Thread-safe.
 *
 * <pre>{@code
 * var heard = new RecordingListener();
 * dispatcher.dispatchAsync(target, prompt, heard).cancel(true);
 * ModelResult cancelled = heard.awaitSettled(Duration.ofSeconds(5));
 * }</pre>
 */
public final class RecordingListener implements DispatchListener, BatchRequest.Listener {
  /**
   * An event of a slot.
   *
   * @param slot the slot; 0 for a single dispatch
   * @param event the event
   * @param thread the name of the thread that told it
   */
  public record Heard(int slot, DispatchEvent event, String thread) {}

  private final List<Heard> heard = new ArrayList<>();

  @Override
  public boolean wantsText() {
    return true;
  }

  @Override
  public void onEvent(DispatchEvent event) {
    onEvent(0, event);
  }

  @Override
  public synchronized void onEvent(int slot, DispatchEvent event) {
    heard.add(new Heard(slot, event, Thread.currentThread().getName()));
    notifyAll();
  }

  /** {@return all that was heard, in order} */
  public synchronized List<Heard> all() {
    return List.copyOf(heard);
  }

  /** {@return the events of all slots, in order} */
  public List<DispatchEvent> events() {
    return all().stream().map(Heard::event).toList();
  }

  /** {@return the events of one slot, in order} */
  public List<DispatchEvent> events(int slot) {
    return all().stream().filter(h -> h.slot() == slot).map(Heard::event).toList();
  }

  /** Returns the events of this type, in order. */
  public <E extends DispatchEvent> List<E> events(Class<E> type) {
    return events().stream().filter(type::isInstance).map(type::cast).toList();
  }

  /** {@return what was heard, to be filtered} */
  public Events heard() {
    return new Events(all());
  }

  /** {@return the results that were told, in order; one per dispatch if all is well} */
  public List<ModelResult> settled() {
    return events(DispatchEvent.Settled.class).stream().map(DispatchEvent.Settled::result).toList();
  }

  /** Waits for the first result, and fails if none comes within the limit. */
  public ModelResult awaitSettled(Duration limit) throws InterruptedException {
    return awaitSettled(1, limit).get(0);
  }

  /** Waits for this many results, and fails if they do not come within the limit. */
  public synchronized List<ModelResult> awaitSettled(int count, Duration limit)
      throws InterruptedException {
    long end = System.nanoTime() + limit.toNanos();
    while (settled().size() < count) {
      long left = end - System.nanoTime();
      if (left <= 0) {
        throw new AssertionError(
            settled().size()
                + " of "
                + count
                + " Settled events within "
                + limit
                + ": "
                + events());
      }
      TimeUnit.NANOSECONDS.timedWait(this, Math.max(left, 1_000_000));
    }
    return settled();
  }

  /**
   * Events in the order in which they were heard; each filter returns those that are left.
   * Immutable.
   *
   * <pre>{@code
   * assertThat(heard.heard().of(slot).names()).containsExactly("AttemptStarted", "Settled");
   * assertThat(heard.heard().target("openai/a").text()).isEqualTo("The sky is blue.");
   * }</pre>
   *
   * @param all the events
   */
  public record Events(List<Heard> all) {
    /** Keeps what cannot change any more. */
    public Events {
      all = List.copyOf(all);
    }

    /** Returns those of this slot. */
    public Events of(int slot) {
      return where(one -> one.slot() == slot);
    }

    /** Returns those of {@code provider/model}. */
    public Events target(String target) {
      var wanted = ModelTarget.parse(target);
      return where(one -> one.event().target().equals(wanted));
    }

    /** Returns those of this type. */
    public Events of(Class<? extends DispatchEvent> type) {
      return where(one -> type.isInstance(one.event()));
    }

    /** Returns those before the first one of this type. */
    public Events before(Class<? extends DispatchEvent> type) {
      return new Events(all.stream().takeWhile(one -> !type.isInstance(one.event())).toList());
    }

    /** Returns those that meet the condition. */
    public Events where(Predicate<? super Heard> condition) {
      return new Events(all.stream().filter(condition).toList());
    }

    /** {@return the answer's text as it was told} */
    public String text() {
      return all.stream()
          .map(Heard::event)
          .filter(DispatchEvent.Text.class::isInstance)
          .map(DispatchEvent.Text.class::cast)
          .filter(text -> text.kind() == DispatchEvent.Text.Kind.ANSWER)
          .map(DispatchEvent.Text::text)
          .collect(Collectors.joining());
    }

    /** {@return the types' names, for example {@code AttemptStarted}} */
    public List<String> names() {
      return all.stream().map(one -> one.event().getClass().getSimpleName()).toList();
    }

    /** {@return how many there are} */
    public int count() {
      return all.size();
    }

    @Override
    public String toString() {
      return all.stream().map(one -> "\n  " + one).collect(Collectors.joining("", "Events:", ""));
    }
  }
}
