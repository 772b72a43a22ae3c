package dev.modeldispatch.core.usage;

import dev.modeldispatch.DispatchEvent;
import dev.modeldispatch.DispatchListener;
import dev.modeldispatch.ModelResult;
import dev.modeldispatch.Prompt;
import dev.modeldispatch.connector.ResultFuture;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/**
 * One dispatch that is written down.
 *
 * <p>Between threads: its result can come by the future, by {@code Settled} and by a cancel; the
 * first writes it down, under this object's lock. A dispatch that was cancelled may tell its result
 * by {@code Settled} alone.
 */
final class Tracked implements DispatchListener, ResultFuture.Work<ModelResult> {
  private final Prompt prompt;
  private final DispatchListener listener;
  private final UsageLedger ledger;
  private final ResultFuture<ModelResult> future = new ResultFuture<>(this);
  private @Nullable CompletableFuture<ModelResult> source;
  private @Nullable ModelResult written;
  private boolean calledOff;
  private boolean broken;

  Tracked(Prompt prompt, DispatchListener listener, UsageLedger ledger) {
    this.prompt = prompt;
    this.listener = listener;
    this.ledger = ledger;
  }

  CompletableFuture<ModelResult> follow(CompletableFuture<ModelResult> running) {
    synchronized (this) {
      source = running;
    }
    var unused = running.whenComplete(this::ended);
    return future;
  }

  private void ended(@Nullable ModelResult result, @Nullable Throwable thrown) {
    if (result != null) {
      write(result);
      future.settle(result);
      return;
    }
    outcome().ifPresent(this::write);
    synchronized (this) {
      if (calledOff) {
        return; // whoever called it off completes the future
      }
      broken = true;
    }
    future.completeExceptionally(
        thrown instanceof CompletionException && thrown.getCause() != null
            ? thrown.getCause()
            : thrown == null ? new NullPointerException("no result") : thrown);
  }

  private void write(ModelResult result) {
    synchronized (this) {
      if (written != null) {
        return;
      }
      written = result;
    }
    ledger.add(prompt, result);
  }

  @Override
  public boolean wantsText() {
    return listener.wantsText();
  }

  @Override
  public void onEvent(DispatchEvent event) {
    if (event instanceof DispatchEvent.Settled settled) {
      write(settled.result());
    }
    listener.onEvent(event);
  }

  /** True unless the dispatch had ended with a result, so that the caller may end the future. */
  @Override
  public boolean cancel() {
    CompletableFuture<ModelResult> running;
    synchronized (this) {
      if (broken) {
        return true;
      }
      running = source;
    }
    if (running == null || outcome().isPresent()) {
      return false;
    }
    synchronized (this) {
      calledOff = true;
    }
    boolean ended = running.cancel(true) || running.isCompletedExceptionally();
    outcome().ifPresent(this::write);
    return ended;
  }

  @Override
  public Optional<ModelResult> outcome() {
    CompletableFuture<ModelResult> running = source();
    Optional<ModelResult> known =
        running instanceof ResultFuture<ModelResult> f ? f.outcome() : Optional.empty();
    synchronized (this) {
      return known.isPresent() ? known : Optional.ofNullable(written);
    }
  }

  private synchronized @Nullable CompletableFuture<ModelResult> source() {
    return source;
  }
}
