package dev.modeldispatch.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.modeldispatch.Batch;
import dev.modeldispatch.BatchDispatcher;
import dev.modeldispatch.BatchRequest;
import dev.modeldispatch.BatchResult;
import dev.modeldispatch.Cancelled;
import dev.modeldispatch.Completion;
import dev.modeldispatch.DispatchEvent;
import dev.modeldispatch.Dispatcher;
import dev.modeldispatch.ModelResult;
import dev.modeldispatch.ModelTarget;
import dev.modeldispatch.testkit.ScriptedBatch;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each rule of the contract is broken once, and the contract has to catch it. */
class BrokenBatchTest {
  @ParameterizedTest
  @CsvSource({
    "Reversing,       everyTargetHasOneResultInItsPlace",
    "Reversing,       theOrderIsThatOfTheTargetsNotOfTheResults",
    "Held,            startReturnsAtOnceHoweverLongADispatcherHoldsItsCaller",
    "CancellingAll,   cancellingASlotLeavesItsSiblings",
    "CancellingOne,   cancellingATargetCancelsAllOfItsSlots",
    "Unclosable,      closingCancelsWhatIsUnfinished",
    "SharingItsView,  cancellingAViewCancelsTheBatchAndOtherViewsCompleteNormally",
    "Detached,        cancellingAViewOfASlotCancelsTheSlot",
    "Timeless,        theBatchDeadlineEndsRunningAndWaitingSlotsAndIsNamed",
    "Timeless,        aDispatchThatNeverEndsIsEndedByTheBatchDeadline",
    "Unbounded,       maxConcurrencyIsKeptAndAllHaveTheirTurn",
    "Unconditional,   theFirstAnswerEndsTheBatchAndLosersAreCancelled",
    "Unconditional,   distinctProvidersCountsProvidersNotAnswers",
    "Unconditional,   aConditionOfTheCallersIsAskedAfterEachResult",
    "Impatient,       aConditionThatCannotBeMetAnyMoreDoesNotEndTheBatch",
    "Contagious,      aHostileDispatchCostsItsOwnSlotAlone",
    "Contagious,      aTargetThatNobodyServesStopsNoOther",
    "Uninterruptible, interruptingTheOneWhoAwaitsCancelsWhatIsUnfinished",
    "SettlingTwice,   everySlotSettlesOnceAndLast",
    "Lenient,         aSlotThatIsNotThereIsMisuse",
    "Deduplicating,   duplicatesAreKeptApartByTheirPlace",
    "Optimistic,      aBatchWithoutAnAnswerHasFailed",
    "Fragile,         aListenerThatThrowsChangesNothing",
    "Hasty,           aSlotsOwnDeadlineStartsWhenItsDispatchDoes",
    "Unforgiving,     aConditionThatThrowsLetsTheBatchRunOnAsAll",
    "Leaking,         noStringHoldsAPromptOrAnAnswer",
  })
  void theContractCatchesIt(String broken, String test) throws Exception {
    var type = Class.forName(BrokenBatchTest.class.getName() + "$" + broken);

    var summary = ContractRun.of(type, test);

    assertThat(summary.getTestsFailedCount()).isPositive();
  }

  /** What all of them break is the batch of a test that passes. */
  abstract static class Breaking extends BatchDispatcherContract {
    private final ExecutorService launcher = Executors.newCachedThreadPool();

    @Override
    protected BatchDispatcher batchOver(
        Dispatcher dispatcher, ScheduledExecutorService timers, InstantSource clock) {
      return request -> broken(whole(dispatcher, timers, clock).start(changed(request)));
    }

    final BatchDispatcher whole(
        Dispatcher dispatcher, ScheduledExecutorService timers, InstantSource clock) {
      return ScriptedBatch.over(dispatcher, timers, clock).launchingOn(launcher);
    }

    @AfterEach
    void close() {
      launcher.shutdownNow();
    }

    @Override
    protected final Duration patience() {
      return Duration.ofMillis(250);
    }

    Batch broken(Batch whole) {
      return whole;
    }

    BatchRequest changed(BatchRequest request) {
      return request;
    }
  }

  /** The request without what the batch shall forget. */
  private static BatchRequest.Builder bare(BatchRequest request) {
    var bare = BatchRequest.builder(request.targets(), request.prompts());
    request.listener().ifPresent(bare::listener);
    return bare;
  }

  static class Reversing extends Breaking {
    @Override
    Batch broken(Batch whole) {
      return new Passing(whole) {
        @Override
        public CompletableFuture<BatchResult> result() {
          return super.result().thenApply(Reversing::reversed);
        }
      };
    }

    private static BatchResult reversed(BatchResult result) {
      var results = new ArrayList<>(result.results());
      Collections.reverse(results);
      results.remove(0);
      return BatchResult.of(results, result.status(), result.elapsed());
    }
  }

  static class Held extends Breaking {
    @Override
    protected BatchDispatcher batchOver(
        Dispatcher dispatcher, ScheduledExecutorService timers, InstantSource clock) {
      return ScriptedBatch.over(dispatcher, timers, clock);
    }
  }

  static class CancellingAll extends Breaking {
    @Override
    Batch broken(Batch whole) {
      return new Passing(whole) {
        @Override
        public boolean cancel(int slot) {
          boolean cancelled = super.cancel(slot);
          super.cancel();
          return cancelled;
        }
      };
    }
  }

  static class CancellingOne extends Breaking {
    @Override
    Batch broken(Batch whole) {
      return new Passing(whole) {
        @Override
        public int cancel(ModelTarget target) {
          return super.cancel(targets().indexOf(target)) ? 1 : 0;
        }
      };
    }
  }

  static class Unclosable extends Breaking {
    @Override
    Batch broken(Batch whole) {
      return new Passing(whole) {
        @Override
        public void close() {
          // Forgets it.
        }
      };
    }
  }

  static class SharingItsView extends Breaking {
    @Override
    Batch broken(Batch whole) {
      var only = whole.result();
      return new Passing(whole) {
        @Override
        public CompletableFuture<BatchResult> result() {
          return only;
        }
      };
    }
  }

  static class Detached extends Breaking {
    @Override
    Batch broken(Batch whole) {
      return new Passing(whole) {
        @Override
        public CompletableFuture<ModelResult> result(int slot) {
          var view = new CompletableFuture<ModelResult>();
          super.result(slot).thenAccept(view::complete).exceptionally(e -> null);
          return view;
        }
      };
    }
  }

  static class Timeless extends Breaking {
    @Override
    BatchRequest changed(BatchRequest request) {
      return bare(request).completion(request.completion()).build();
    }
  }

  static class Unbounded extends Breaking {
    @Override
    BatchRequest changed(BatchRequest request) {
      return bare(request).completion(request.completion()).build();
    }
  }

  static class Unconditional extends Breaking {
    @Override
    BatchRequest changed(BatchRequest request) {
      return bare(request).build();
    }
  }

  static class Impatient extends Breaking {
    @Override
    BatchRequest changed(BatchRequest request) {
      return bare(request).completion(Completion.until(results -> true)).build();
    }
  }

  static class Contagious extends Breaking {
    @Override
    Batch broken(Batch whole) {
      for (int slot = 0; slot < whole.targets().size(); slot++) {
        whole
            .result(slot)
            .thenAccept(
                result -> {
                  if (!result.isAnswered()) {
                    whole.cancel();
                  }
                })
            .exceptionally(e -> null);
      }
      return new Passing(whole) {
        @Override
        public CompletableFuture<BatchResult> result() {
          return super.result().thenApply(Contagious::infected);
        }
      };
    }

    private static BatchResult infected(BatchResult result) {
      var results =
          result.results().stream()
              .map(r -> ModelResult.builder(r.target()).cancelled(Cancelled.Reason.BATCH))
              .map(ModelResult.class::cast)
              .toList();
      return BatchResult.of(results, BatchResult.Status.FAILED, result.elapsed());
    }
  }

  static class Uninterruptible extends Breaking {
    @Override
    Batch broken(Batch whole) {
      return new Passing(whole) {
        @Override
        public BatchResult await() {
          return result().join();
        }
      };
    }
  }

  static class SettlingTwice extends Breaking {
    @Override
    BatchRequest changed(BatchRequest request) {
      var twice = bare(request);
      request
          .listener()
          .ifPresent(
              listener ->
                  twice.listener(
                      (slot, event) -> {
                        listener.onEvent(slot, event);
                        if (event instanceof DispatchEvent.Settled) {
                          listener.onEvent(slot, event);
                        }
                      }));
      return twice.build();
    }
  }

  static class Lenient extends Breaking {
    @Override
    Batch broken(Batch whole) {
      return new Passing(whole) {
        @Override
        public CompletableFuture<ModelResult> result(int slot) {
          return super.result(Math.min(slot, targets().size() - 1));
        }
      };
    }
  }

  static class Leaking extends Breaking {
    @Override
    Batch broken(Batch whole) {
      return new Passing(whole) {
        @Override
        public String toString() {
          return "Batch " + result().join().answers().get(0).text();
        }
      };
    }
  }

  /** A batch whose result is told in another way than it went. */
  private static Batch retelling(Batch whole, UnaryOperator<BatchResult> how) {
    return new Passing(whole) {
      @Override
      public CompletableFuture<BatchResult> result() {
        return super.result().thenApply(how);
      }
    };
  }

  /** Gives all slots of a target the first one's result. */
  static class Deduplicating extends Breaking {
    @Override
    Batch broken(Batch whole) {
      return retelling(whole, Deduplicating::withFirsts);
    }

    private static BatchResult withFirsts(BatchResult result) {
      var firsts =
          result.results().stream()
              .collect(Collectors.toMap(ModelResult::target, r -> r, (first, next) -> first));
      List<ModelResult> all =
          result.results().stream()
              .map(r -> firsts.getOrDefault(r.target(), r))
              .map(ModelResult.class::cast)
              .toList();
      return BatchResult.of(all, result.status(), result.elapsed());
    }
  }

  static class Optimistic extends Breaking {
    @Override
    Batch broken(Batch whole) {
      return retelling(
          whole, r -> BatchResult.of(r.results(), BatchResult.Status.COMPLETE, r.elapsed()));
    }
  }

  /** Is thrown by its listener. */
  static class Fragile extends Breaking {
    private volatile boolean thrown;

    @Override
    BatchRequest changed(BatchRequest request) {
      var fragile = bare(request);
      request.listener().ifPresent(l -> fragile.listener((slot, event) -> hear(l, slot, event)));
      return fragile.build();
    }

    private void hear(BatchRequest.Listener listener, int slot, DispatchEvent event) {
      try {
        listener.onEvent(slot, event);
      } catch (RuntimeException e) {
        thrown = true;
      }
    }

    @Override
    Batch broken(Batch whole) {
      return retelling(whole, r -> thrown ? Contagious.infected(r) : r);
    }
  }

  /** Lets a slot's own time run while the slot waits. */
  static class Hasty extends Breaking {
    @Override
    BatchRequest changed(BatchRequest request) {
      var hasty = bare(request);
      request.maxConcurrency().ifPresent(hasty::maxConcurrency);
      request.prompts().get(0).timeout().ifPresent(hasty::deadline);
      return hasty.build();
    }
  }

  /** Takes a condition that throws for one that is met. */
  static class Unforgiving extends Breaking {
    @Override
    BatchRequest changed(BatchRequest request) {
      var gate = request.completion().openGate(request.targets().size());
      return bare(request)
          .completion(
              Completion.until(
                  results -> {
                    try {
                      return gate.test(results.get(results.size() - 1));
                    } catch (RuntimeException e) {
                      return true;
                    }
                  }))
          .build();
    }
  }
}
