package dev.modeldispatch.core.internal;

import dev.modeldispatch.ModelTarget;
import dev.modeldispatch.Prompt;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

/**
 * Names a dispatch in the logging context (SLF4J's MDC) while its work or its callbacks run: {@code
 * dispatch.id}, {@code dispatch.target}, and {@code dispatch.batch} in a batch. Thread-safe.
 */
public final class Trace implements Comparable<Trace> {
  /** The key of the dispatch's own id, unique in this process. */
  public static final String ID = "dispatch.id";

  /** The key of who is asked. */
  public static final String TARGET = "dispatch.target";

  private static final AtomicLong COUNT = new AtomicLong();

  private final long number;
  private final ModelTarget target;
  private final Optional<String> batch;

  private Trace(long number, ModelTarget target, Optional<String> batch) {
    this.number = number;
    this.target = target;
    this.batch = batch;
  }

  /** Returns the name of a new dispatch. */
  public static Trace of(ModelTarget target, Prompt prompt) {
    return new Trace(COUNT.incrementAndGet(), target, batch(prompt));
  }

  /** Returns the name of a batch's slot, whose dispatch has an id that the batch does not know. */
  public static Trace ofSlot(ModelTarget target, Prompt prompt) {
    return new Trace(0, target, batch(prompt));
  }

  private static Optional<String> batch(Prompt prompt) {
    return Optional.ofNullable(prompt.labels().get(Prompt.BATCH_LABEL));
  }

  /** Runs the task with the name in this thread's context; what was there before comes back. */
  public void during(Runnable task) {
    String idBefore = MDC.get(ID);
    String targetBefore = MDC.get(TARGET);
    String batchBefore = MDC.get(Prompt.BATCH_LABEL);
    set(ID, number == 0 ? null : "d-" + number);
    set(TARGET, target.toString());
    set(Prompt.BATCH_LABEL, batch.orElse(null));
    try {
      task.run();
    } finally {
      set(ID, idBefore);
      set(TARGET, targetBefore);
      set(Prompt.BATCH_LABEL, batchBefore);
    }
  }

  /** Who began earlier comes first. */
  @Override
  public int compareTo(Trace other) {
    return Long.compare(number, other.number);
  }

  private static void set(String key, @Nullable String value) {
    if (value == null) {
      MDC.remove(key);
    } else {
      MDC.put(key, value);
    }
  }
}
