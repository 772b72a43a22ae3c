package dev.modeldispatch.samples.benchmarks.simulation;

import dev.modeldispatch.Batch;
import dev.modeldispatch.BatchResult;
import dev.modeldispatch.DispatchListener;
import dev.modeldispatch.ModelResult;
import dev.modeldispatch.connector.ResultFuture;
import dev.modeldispatch.core.ModelDispatch;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Who ask, in dispatches and batches, and change their minds. */
final class Users {
  private static final long MAX_PATIENCE = Duration.ofSeconds(9).toNanos();

  private final World world;
  private final Scenario scenario;
  private final SimulatedNetwork network;
  private final ModelDispatch models;
  private final List<Asked> asked = new ArrayList<>();
  private final List<AskedBatch> batches = new ArrayList<>();
  private boolean calm;

  Users(World world, Scenario scenario, SimulatedNetwork network, ModelDispatch models) {
    this.world = world;
    this.scenario = scenario;
    this.network = network;
    this.models = models;
  }

  List<Asked> asked() {
    return asked;
  }

  List<AskedBatch> batches() {
    return batches;
  }

  void askSomething() {
    if (scenario.random().nextInt(3) == 0) {
      world.guarded(this::startBatch);
    } else {
      world.guarded(() -> askOne(scenario.wish(asked.size())));
    }
  }

  /** Asks this provider, and waits. */
  Asked askPatiently(String provider) {
    int number = asked.size();
    world.guarded(() -> askOne(scenario.wish(number, provider, Mood.PATIENT)));
    return asked.get(number);
  }

  /** Asks, and does this as soon as it hears anything. */
  void askAndThen(Runnable action) {
    Asked one =
        expected(scenario.wish(asked.size(), scenario.anyProvider(), Mood.HASTY), Optional.empty());
    one.onCancel(action);
    var future = models.dispatcher().dispatchAsync(one.target(), one.prompt(), one);
    var unused = future.whenComplete((value, thrown) -> one.ended(outcome(future)));
  }

  /** Nobody asks anything of its own accord any more. */
  void calmDown() {
    calm = true;
  }

  private Asked expected(Scenario.Wish wish, Optional<AskedBatch> batch) {
    var one = new Asked(world, network, wish, batch);
    asked.add(one);
    network.expect(one);
    one.onWhim(
        () -> {
          if (!calm) {
            askOne(scenario.wish(asked.size()));
          }
        });
    return one;
  }

  private void askOne(Scenario.Wish wish) {
    Asked one = expected(wish, Optional.empty());
    DispatchListener listener = wish.mood().listens() ? one : DispatchListener.none();
    CompletableFuture<ModelResult> future =
        models.dispatcher().dispatchAsync(one.target(), one.prompt(), listener);
    one.onCancel(() -> future.cancel(true));
    var unused =
        future.whenComplete(
            (value, thrown) -> {
              world.expect(
                  thrown == null || one.isCancelTried(),
                  "G1 never an exception",
                  () -> one + ": " + thrown);
              one.ended(outcome(future));
            });
    leave(one, future);
  }

  private static ModelResult outcome(CompletableFuture<ModelResult> future) {
    return ((ResultFuture<ModelResult>) future).outcome().orElseThrow();
  }

  /** Gives up on a dispatch after a while, if that is the mood. */
  private void leave(Asked one, CompletableFuture<ModelResult> future) {
    CompletableFuture<String> derived = future.thenApply(ModelResult::toString);
    Runnable action =
        switch (one.mood().leaves()) {
          case STAYS -> () -> {};
          case CANCELS -> () -> future.cancel(true);
          case CANCELS_DERIVED -> () -> derived.cancel(true);
          case COMPLETES -> () -> future.completeExceptionally(new IllegalStateException("mine"));
        };
    giveUp(one, action);
  }

  private void giveUp(Asked one, Runnable action) {
    if (one.mood().leaves() == Mood.Leaving.STAYS) {
      return;
    }
    world.after(
        scenario.random().nextLong(MAX_PATIENCE),
        () -> {
          boolean was = one.isSettled();
          one.cancelTried();
          action.run();
          world.expect(one.isSettled(), "G4 a cancelled dispatch ends at once", one::toString);
          world.expect(
              was
                  || one.result()
                      .filter(r -> r.status() == ModelResult.Status.CANCELLED)
                      .isPresent(),
              "G4 a cancelled dispatch is told as cancelled",
              one::toString);
        });
  }

  private void startBatch() {
    Scenario.Plan plan = scenario.plan();
    var batch = new AskedBatch(world, plan);
    batches.add(batch);
    List<Asked> slots = new ArrayList<>(plan.size());
    for (int i = 0; i < plan.size(); i++) {
      slots.add(expected(scenario.wish(asked.size()), Optional.of(batch)));
    }
    var request = batch.request(slots);
    Batch running = models.batch().start(request);
    batch.started(running);
    for (int i = 0; i < slots.size(); i++) {
      watchSlot(running, i, slots.get(i));
    }
    var unused = running.result().whenComplete((value, thrown) -> batchEnded(batch, value, thrown));
    plan.cancelAfter().ifPresent(wait -> world.after(wait, () -> callOff(batch, running)));
  }

  private void watchSlot(Batch running, int slot, Asked one) {
    CompletableFuture<ModelResult> view = running.result(slot);
    one.onCancel(() -> running.cancel(slot));
    var unused =
        view.whenComplete(
            (value, thrown) -> {
              world.expect(thrown == null, "G1 never an exception", () -> one + ": " + thrown);
              if (value != null) {
                one.ended(value);
              }
            });
    giveUp(one, slotAction(running, slot, one));
  }

  private static Runnable slotAction(Batch running, int slot, Asked one) {
    return switch (one.mood().leaves()) {
      case STAYS -> () -> {};
      case CANCELS -> () -> running.cancel(slot);
      case CANCELS_DERIVED ->
          () -> running.result(slot).thenApply(ModelResult::toString).cancel(true);
      case COMPLETES ->
          () -> running.result(slot).completeExceptionally(new IllegalStateException("mine"));
    };
  }

  private void batchEnded(
      AskedBatch batch, @Nullable BatchResult value, @Nullable Throwable thrown) {
    world.expect(thrown == null, "G1 never an exception", () -> "batch: " + thrown);
    if (value != null) {
      batch.ended(value);
    }
  }

  private void callOff(AskedBatch batch, Batch running) {
    batch.cancelTried();
    switch (scenario.random().nextInt(3)) {
      case 0 -> running.cancel();
      case 1 -> running.result().cancel(true);
      default -> running.close();
    }
    world.expect(
        batch.result().isPresent(),
        "G4 a cancelled batch ends at once",
        () -> running + " goes on");
  }
}
