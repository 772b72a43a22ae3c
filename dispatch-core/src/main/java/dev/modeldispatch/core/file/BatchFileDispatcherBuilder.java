package dev.modeldispatch.core.file;

import dev.modeldispatch.Dispatcher;
import dev.modeldispatch.Misuse;
import dev.modeldispatch.core.usage.UsageLedger;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/** Collects how a {@link BatchFileDispatcher} goes about. Not thread-safe. */
public final class BatchFileDispatcherBuilder {
  private static final int BATCH_SIZE = 4;

  private final FileDispatcher files;
  private int batchSize = BATCH_SIZE;
  private Optional<Duration> expected = Optional.empty();
  private OptionalLong tokenBudget = OptionalLong.empty();
  private Optional<String> scenario = Optional.empty();
  private UsageLedger ledger = new UsageLedger();
  private Function<Briefing.Context, Briefing> briefing =
      context -> Briefing.builder(context).build();
  private UnaryOperator<Dispatcher> through = UnaryOperator.identity();

  BatchFileDispatcherBuilder(FileDispatcher files) {
    this.files = files;
  }

  /** Bounds how many cases a batch has; 4 by default. */
  public BatchFileDispatcherBuilder batchSize(int cases) {
    batchSize = cases;
    return this;
  }

  /**
   * Lets the batch size follow how batches go, up to 4 and the batch size: one more after a good
   * batch, one less after failures or after twice the expected time, 1 above 80 % of the token
   * budget, and the end at 95 %. By default every batch is as large as it may be.
   */
  public BatchFileDispatcherBuilder adaptive(Duration expectedPerBatch) {
    expected = Optional.of(expectedPerBatch);
    return this;
  }

  /** Sets how many tokens may be used; {@code budget-status.json} follows it. By default none. */
  public BatchFileDispatcherBuilder tokenBudget(long tokens) {
    tokenBudget = OptionalLong.of(tokens);
    return this;
  }

  /** Sets where what is used is written down; a ledger of its own by default. */
  public BatchFileDispatcherBuilder ledger(UsageLedger usage) {
    ledger = usage;
    return this;
  }

  /** Names what is run, in the briefing; the folder's name by default. */
  public BatchFileDispatcherBuilder scenario(String name) {
    scenario = Optional.of(name);
    return this;
  }

  /** Sets what makes each batch's briefing; by default it tells the context alone. */
  public BatchFileDispatcherBuilder briefing(Function<Briefing.Context, Briefing> source) {
    briefing = source;
    return this;
  }

  /** Puts something before the dispatcher that each slot goes through, a retry for example. */
  public BatchFileDispatcherBuilder through(UnaryOperator<Dispatcher> decorator) {
    through = decorator;
    return this;
  }

  /** Returns the batch dispatcher, or throws with all that is wrong with its settings. */
  public BatchFileDispatcher build() {
    Misuse.check("batches")
        .unless(batchSize >= 1, () -> "batchSize " + batchSize + " must be at least 1")
        .unless(
            expected.map(time -> time.compareTo(Duration.ZERO) > 0).orElse(true),
            () -> "expected time " + expected.orElseThrow() + " must be above zero")
        .unless(
            tokenBudget.orElse(1) >= 1,
            () -> "tokenBudget " + tokenBudget.orElse(0) + " must be at least 1")
        .orThrow();
    var sizer = new BatchSizer(batchSize, expected, tokenBudget, ledger);
    return new BatchFileDispatcher(
        new BatchSettings(files, sizer, ledger, tokenBudget, scenario, briefing, through));
  }
}
