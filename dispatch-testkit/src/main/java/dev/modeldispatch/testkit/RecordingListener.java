package dev.modeldispatch.testkit;

import dev.modeldispatch.BatchRequest;
import dev.modeldispatch.DispatchEvent;
import dev.modeldispatch.DispatchListener;
import dev.modeldispatch.ModelResult;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

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
}
