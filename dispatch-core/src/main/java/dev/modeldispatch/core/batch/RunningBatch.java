package dev.modeldispatch.core.batch;

import dev.modeldispatch.Batch;
import dev.modeldispatch.BatchRequest;
import dev.modeldispatch.BatchResult;
import dev.modeldispatch.Cancelled;
import dev.modeldispatch.DispatchEvent;
import dev.modeldispatch.Dispatcher;
import dev.modeldispatch.Misuse;
import dev.modeldispatch.ModelResult;
import dev.modeldispatch.ModelTarget;
import dev.modeldispatch.Prompt;
import dev.modeldispatch.connector.ResultFuture;
import dev.modeldispatch.core.internal.Resources;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * A batch under way.
 *
 * <p>Between threads: {@code start} only makes the slots; a callback thread launches them, and
 * whoever frees a place launches the next. Each slot settles itself; the {@link Judge} sees the
 * results one by one, and the call after which it has seen all completes the batch.
 */
final class RunningBatch implements Batch {
  private final Dispatcher dispatcher;
  private final Resources resources;
  private final BatchRequest request;
  private final Instant start;
  private final List<Slot> slots;
  private final List<Prompt> prompts;
  private final Judge judge;
  private final Hearing hearing;
  private final CompletableFuture<BatchResult> done = new CompletableFuture<>();
  private int next;
  private int free;
  private boolean launching;
  private volatile @Nullable Future<?> deadline;
  private volatile @Nullable BatchResult result;

  RunningBatch(Dispatcher dispatcher, Resources resources, BatchRequest request) {
    this.dispatcher = dispatcher;
    this.resources = resources;
    this.request = request;
    this.start = resources.clock().instant();
    int size = request.targets().size();
    this.slots = new ArrayList<>(size);
    for (int i = 0; i < size; i++) {
      slots.add(new Slot(this, i, request.targets().get(i)));
    }
    this.prompts = Labelled.of(request.prompts());
    this.free = request.maxConcurrency().orElse(size);
    this.judge = new Judge(request.completion(), size);
    this.hearing = new Hearing(request.listener(), targets(), prompts, resources.callbacks());
  }

  void begin() {
    request
        .deadline()
        .ifPresent(
            limit -> deadline = resources.after(limit, () -> callOffAll(Called.byDeadline(limit))));
    resources.callbacks().execute(this::launchFirst);
  }

  boolean wantsText() {
    return request.listener().map(BatchRequest.Listener::wantsText).orElse(false);
  }

  private void launchFirst() {
    int bound = request.maxConcurrency().orElse(slots.size());
    for (int i = bound; i < slots.size() && hearing.isHeard(); i++) {
      String waitsFor = "a free place in the batch (" + bound + " at a time)";
      tell(i, new DispatchEvent.Queued(slots.get(i).target(), Duration.ZERO, waitsFor));
    }
    launch();
  }

  /** Launches slots while there are places; one thread at a time does. */
  private void launch() {
    synchronized (this) {
      if (launching) {
        return;
      }
      launching = true;
    }
    for (Slot slot = claim(); slot != null; slot = claim()) {
      if (!slot.start(dispatcher, prompts.get(slot.index()))) {
        freed();
      }
    }
  }

  private synchronized @Nullable Slot claim() {
    if (free == 0 || next == slots.size()) {
      launching = false;
      return null;
    }
    free--;
    return slots.get(next++);
  }

  /** Gives a place back; true if nobody is there to fill it. */
  private synchronized boolean freed() {
    free++;
    return !launching && next < slots.size();
  }

  void settled(Slot slot, ModelResult how) {
    boolean launched = slot.isLaunched();
    if (!launched) {
      tell(slot.index(), new DispatchEvent.Settled(slot.target(), how.elapsed(), how));
    }
    boolean last = judge.judge(how, () -> callOffAll(Called.off(Cancelled.Reason.COMPLETION_MET)));
    if (last) {
      finish();
    } else if (launched && freed()) {
      resources.callbacks().execute(this::launch);
    }
  }

  private void finish() {
    Future<?> timer = deadline;
    if (timer != null) {
      timer.cancel(false);
    }
    List<ModelResult> results = new ArrayList<>(slots.size());
    for (Slot slot : slots) {
      ModelResult settled = slot.result();
      if (settled != null) {
        results.add(settled);
      }
    }
    var whole =
        BatchResult.of(
            results,
            judge.isMet() ? BatchResult.Status.COMPLETE : BatchResult.Status.PARTIAL,
            elapsed());
    result = whole;
    done.complete(whole);
  }

  void tell(int slot, DispatchEvent event) {
    hearing.tell(slot, event);
  }

  Duration elapsed() {
    return Duration.between(start, resources.clock().instant());
  }

  Resources resources() {
    return resources;
  }

  @Override
  public List<ModelTarget> targets() {
    return request.targets();
  }

  @Override
  public CompletableFuture<ModelResult> result(int slot) {
    return slot(slot).view();
  }

  @Override
  public CompletableFuture<BatchResult> result() {
    var view = new ResultFuture<BatchResult>(new BatchWork(this));
    var unused = done.thenAccept(view::settle);
    return view.copy();
  }

  @Override
  public BatchResult await() {
    return Waiting.await(done, hearing, () -> callOffAll(Called.off(Cancelled.Reason.INTERRUPTED)));
  }

  @Override
  public boolean cancel(int slot) {
    return slot(slot).callOff(Called.off(Cancelled.Reason.CALLER));
  }

  @Override
  public int cancel(ModelTarget target) {
    int cancelled = 0;
    for (Slot slot : slots) {
      if (slot.target().equals(target) && slot.callOff(Called.off(Cancelled.Reason.CALLER))) {
        cancelled++;
      }
    }
    return cancelled;
  }

  @Override
  public void cancel() {
    callOffAll(Called.off(Cancelled.Reason.BATCH));
  }

  /** {@return the result, once all slots have settled} */
  Optional<BatchResult> settledAs() {
    return Optional.ofNullable(result);
  }

  /** The last first: a place that one leaves must not let another begin that goes, too. */
  private void callOffAll(Called why) {
    for (int i = slots.size() - 1; i >= 0; i--) {
      slots.get(i).callOff(why);
    }
  }

  private Slot slot(int index) {
    Misuse.check("batch")
        .unless(
            index >= 0 && index < slots.size(),
            () -> "there is no slot " + index + "; slots are 0 to " + (slots.size() - 1))
        .orThrow();
    return slots.get(index);
  }
}
