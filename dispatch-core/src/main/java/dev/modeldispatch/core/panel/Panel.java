package dev.modeldispatch.core.panel;

import dev.modeldispatch.BatchDispatcher;
import dev.modeldispatch.ModelTarget;
import dev.modeldispatch.Prompt;
import dev.modeldispatch.connector.ResultFuture;
import dev.modeldispatch.core.panel.PanelRequest.Kind;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;

/** Asks several models for their opinions and makes one decision of them. Thread-safe. */
public final class Panel {
  private final BatchDispatcher batches;
  private final InstantSource clock;
  private final Executor callbacks;

  private Panel(BatchDispatcher batches, InstantSource clock, Executor callbacks) {
    this.batches = batches;
    this.clock = clock;
    this.callbacks = callbacks;
  }

  /** Returns the panel over these batches, whose steps run on the executor. */
  public static Panel over(BatchDispatcher batches, InstantSource clock, Executor callbacks) {
    return new Panel(batches, clock, callbacks);
  }

  /** Asks all members; the judge, who is none of them, says which is best and answers. */
  public PanelResult secondOpinion(List<ModelTarget> members, ModelTarget judge, String question) {
    return ask(of(Kind.SECOND_OPINION, members, judge, question));
  }

  /** Asks all members whether they object; the judge decides if they do not agree. */
  public PanelResult consensus(List<ModelTarget> members, ModelTarget judge, String matter) {
    return ask(of(Kind.CONSENSUS, members, judge, matter));
  }

  /** Has the members propose and answer each other once; the judge sums up. */
  public PanelResult council(List<ModelTarget> members, ModelTarget judge, String topic) {
    return ask(of(Kind.COUNCIL, members, judge, topic));
  }

  private static PanelRequest of(
      Kind kind, List<ModelTarget> members, ModelTarget judge, String text) {
    return PanelRequest.builder(kind, members, judge, Prompt.of(text)).build();
  }

  /**
   * Runs the panel and waits for its decision. An interrupt calls it off, restores the flag and
   * returns what there is.
   */
  public PanelResult ask(PanelRequest request) {
    var run = new PanelRun(batches, clock, callbacks, request);
    return await(run, run.begin());
  }

  /**
   * Starts the panel and returns at once. The future completes normally with a result; cancelling
   * it ends what runs, and nothing more is asked.
   */
  public CompletableFuture<PanelResult> start(PanelRequest request) {
    return new PanelRun(batches, clock, callbacks, request).begin();
  }

  private static PanelResult await(PanelRun run, ResultFuture<PanelResult> future) {
    boolean interrupted = false;
    try {
      while (true) {
        try {
          return future.get();
        } catch (InterruptedException e) {
          interrupted = true;
          run.callOff();
        } catch (ExecutionException e) {
          throw new IllegalStateException("a panel ended without a result", e.getCause());
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
