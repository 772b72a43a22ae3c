package dev.modeldispatch.connector;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Work that a test settles by hand; called off, it settles as {@link #CALLED_OFF}. */
final class HandWork implements ResultFuture.Work<String> {
  static final String CALLED_OFF = "called off";

  final AtomicInteger calledOff = new AtomicInteger();
  final ResultFuture<String> future = new ResultFuture<>(this);
  private final AtomicReference<@Nullable String> settled = new AtomicReference<>();

  /** Settles the work, and not yet its future. */
  boolean settleOnly(String outcome) {
    return settled.compareAndSet(null, outcome);
  }

  boolean finish(String outcome) {
    return settleOnly(outcome) && future.settle(outcome);
  }

  @Override
  public boolean cancel() {
    boolean first = settled.compareAndSet(null, CALLED_OFF);
    if (first) {
      calledOff.incrementAndGet();
    }
    return first;
  }

  @Override
  public Optional<String> outcome() {
    return Optional.ofNullable(settled.get());
  }
}
