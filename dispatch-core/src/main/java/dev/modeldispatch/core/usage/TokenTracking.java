package dev.modeldispatch.core.usage;

import dev.modeldispatch.DispatchListener;
import dev.modeldispatch.Dispatcher;
import dev.modeldispatch.ModelResult;
import dev.modeldispatch.ModelTarget;
import dev.modeldispatch.Prompt;
import java.util.concurrent.CompletableFuture;

/** Writes down in a ledger what each dispatch of another dispatcher used. Thread-safe. */
public final class TokenTracking implements Dispatcher {
  private final Dispatcher dispatcher;
  private final UsageLedger ledger;

  private TokenTracking(Dispatcher dispatcher, UsageLedger ledger) {
    this.dispatcher = dispatcher;
    this.ledger = ledger;
  }

  /** Returns a dispatcher that does what the given one does, and keeps the ledger. */
  public static TokenTracking over(Dispatcher dispatcher, UsageLedger ledger) {
    return new TokenTracking(dispatcher, ledger);
  }

  /** {@return the dispatcher that does the work} */
  public Dispatcher unwrap() {
    return dispatcher;
  }

  /** {@return where it is written down} */
  public UsageLedger ledger() {
    return ledger;
  }

  /** What a dispatch used is in the ledger before its future completes. */
  @Override
  public CompletableFuture<ModelResult> dispatchAsync(
      ModelTarget target, Prompt prompt, DispatchListener listener) {
    var tracked = new Tracked(prompt, listener, ledger);
    return tracked.follow(dispatcher.dispatchAsync(target, prompt, tracked));
  }
}
