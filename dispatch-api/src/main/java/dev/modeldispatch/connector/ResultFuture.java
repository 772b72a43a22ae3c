package dev.modeldispatch.connector;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

/**
 * A future that carries cancellation back to the work behind it.
 *
 * <p>The protocol: the work settles itself once, under its own lock, and then calls {@link
 * #settle}. Whoever completes this future from outside ({@code cancel}, {@code complete}, {@code
 * completeExceptionally}, {@code completeAsync}, and so {@code orTimeout} and {@code
 * completeOnTimeout}) first ends the work; if the work had settled before, its own outcome wins and
 * the outside call returns false. Of two outside calls at once the first ends the work; the future
 * then holds what either brings: the first's completion, or the outcome of the work. Futures
 * derived from this one cancel it when they are ended.
 *
 * <p>{@code cancel(true)} keeps the JDK's contract (joiners get a CancellationException); what
 * became of the work is {@link #outcome()}, there before the future completes.
 *
 * @param <T> the type of the outcome
 */
public final class ResultFuture<T> extends CompletableFuture<T> {
  /**
   * The work behind a future.
   *
   * @param <T> the type of the outcome
   */
  public interface Work<T> {
    /** Ends the work at once and settles it as cancelled; false if it had settled before. */
    boolean cancel();

    /** {@return what the work settled as, once it has} */
    Optional<T> outcome();
  }

  private final Work<T> work;

  /** Makes the future of this work. */
  public ResultFuture(Work<T> work) {
    this.work = work;
  }

  /** {@return what the work settled as, also if this future was cancelled} */
  public Optional<T> outcome() {
    return work.outcome();
  }

  /** Completes this future with what the work settled as; for the work itself. */
  public boolean settle(T outcome) {
    return super.complete(outcome);
  }

  @Override
  public boolean cancel(boolean mayInterruptIfRunning) {
    return end() ? super.cancel(mayInterruptIfRunning) || isCancelled() : isCancelled();
  }

  @Override
  public boolean complete(T value) {
    return end() && super.complete(value);
  }

  @Override
  public boolean completeExceptionally(Throwable ex) {
    return end() && super.completeExceptionally(ex);
  }

  @Override
  public CompletableFuture<T> completeAsync(Supplier<? extends T> supplier, Executor executor) {
    return Supplied.complete(this, supplier, executor);
  }

  @Override
  public void obtrudeValue(T value) {
    end();
    super.obtrudeValue(value);
  }

  @Override
  public void obtrudeException(Throwable ex) {
    end();
    super.obtrudeException(ex);
  }

  @Override
  public <U> CompletableFuture<U> newIncompleteFuture() {
    return new DerivedFuture<>(this);
  }

  /** True if this call ended the work, so that the caller may complete the future. */
  private boolean end() {
    if (isDone()) {
      return false;
    }
    if (work.cancel()) {
      return true;
    }
    // loses to the work's own settle, which may still be on its way to this future
    work.outcome().ifPresent(super::complete);
    return false;
  }
}
