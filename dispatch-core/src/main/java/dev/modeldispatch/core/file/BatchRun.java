package dev.modeldispatch.core.file;

import dev.modeldispatch.Batch;
import dev.modeldispatch.BatchRequest;
import dev.modeldispatch.DispatchListener;
import dev.modeldispatch.Dispatcher;
import dev.modeldispatch.Failure;
import dev.modeldispatch.FailureKind;
import dev.modeldispatch.ModelResult;
import dev.modeldispatch.ModelTarget;
import dev.modeldispatch.Prompt;
import dev.modeldispatch.core.batch.FanOut;
import dev.modeldispatch.core.usage.TokenTracking;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * One run over many slots: the fan-out calls for all of them at once, and gets them batch by batch.
 *
 * <p>Between threads: {@code next} and {@code busy} are guarded by this. Who finds the next slots
 * complete makes the run busy and asks for the folder's turn; the batch then belongs to file
 * threads, one after the other, until its last slot has ended. No lock is held while a file is
 * written or a dispatcher called.
 */
final class BatchRun implements Dispatcher {
  private static final String SLOT = "file.slot";

  private final BatchSettings settings;
  private final Desk desk;
  private final Dispatcher dispatcher;
  private final BatchManifest.Phase phase;
  private final int most;
  private final List<BatchEntry> entries = new ArrayList<>();
  private int next;
  private int known;
  private boolean busy;
  private boolean lookedBack;

  BatchRun(BatchSettings settings, BatchManifest.Phase phase, int maxConcurrency) {
    this.settings = settings;
    this.desk = settings.files().desk();
    this.phase = phase;
    this.most = Math.min(settings.sizer().limit(), maxConcurrency);
    Dispatcher ofSlots =
        (target, prompt, listener) ->
            slot(prompt).isPresent()
                ? slot(prompt).get().letter().ask(settings.files(), target, prompt, listener)
                : settings.files().dispatchAsync(target, prompt, listener);
    this.dispatcher = TokenTracking.over(settings.through().apply(ofSlots), settings.ledger());
  }

  /** Starts the run of these targets and prompts; {@code cases} is empty or has one for each. */
  Batch start(BatchRequest request, List<FileCase> cases) {
    List<Prompt> prompts = new ArrayList<>();
    for (int i = 0; i < request.targets().size(); i++) {
      Prompt prompt = request.prompts().get(i).toBuilder().label(SLOT, Integer.toString(i)).build();
      Optional<FileCase> spec = cases.isEmpty() ? Optional.empty() : Optional.of(cases.get(i));
      prompts.add(prompt);
      entries.add(new BatchEntry(this, request.targets().get(i), prompt, spec));
    }
    var all = BatchRequest.builder(request.targets(), prompts).completion(request.completion());
    request.deadline().ifPresent(all::deadline);
    request.listener().ifPresent(all::listener);
    Batch batch = FanOut.over(this, desk.threads().resources()).start(all.build());
    for (int i = 0; i < entries.size(); i++) {
      var unused = batch.result(i).thenAccept(entries.get(i)::pass);
    }
    return batch;
  }

  @Override
  public CompletableFuture<ModelResult> dispatchAsync(
      ModelTarget target, Prompt prompt, DispatchListener listener) {
    BatchEntry entry = slot(prompt).orElseThrow();
    entry.arrive(listener);
    advance();
    return entry.future();
  }

  private Optional<BatchEntry> slot(Prompt prompt) {
    return Optional.ofNullable(prompt.labels().get(SLOT))
        .map(slot -> entries.get(Integer.parseInt(slot)));
  }

  boolean isServed(ModelTarget target, Prompt prompt) {
    return FileDispatcher.refusal(target, prompt).isEmpty();
  }

  /** Goes on with the next batch if none runs and its slots are there. */
  void advance() {
    synchronized (this) {
      if (busy || !isNextReady()) {
        return;
      }
      busy = true;
    }
    desk.turns().await(() -> desk.threads().files().execute(this::takeNext));
  }

  /** Slots arrive in their order, but for those that are called off before. */
  private boolean isNextReady() {
    while (known < entries.size()
        && (entries.get(known).hasArrived() || !entries.get(known).isOpen())) {
      known++;
    }
    while (next < known && !entries.get(next).isOpen()) {
      next++;
    }
    boolean all = known == entries.size();
    if (next == known || (!all && known - next < most)) {
      return false;
    }
    return all || entries.subList(next, known).stream().filter(BatchEntry::isOpen).count() >= most;
  }

  private synchronized boolean isStillReady() {
    return isNextReady();
  }

  private void takeNext() {
    if (desk.isClosed()) {
      entries.forEach(BatchEntry::close);
      rest();
      return;
    }
    if (desk.settings().resumes() && !lookedBack) {
      lookedBack = true;
      entries.forEach(entry -> entry.lookBack(desk));
    }
    if (!isStillReady()) {
      rest();
      return;
    }
    int pending = (int) entries.stream().filter(BatchEntry::isOpen).count();
    int size = Math.min(most, settings.sizer().next(pending));
    if (size == 0) {
      entries.forEach(entry -> entry.end(entry.failed(noBudget())));
      rest();
    } else {
      prepare(taken(size));
    }
  }

  private void prepare(List<BatchEntry> members) {
    if (members.isEmpty()) {
      rest(); // all were called off meanwhile
      return;
    }
    var left = new AtomicInteger(members.size());
    for (BatchEntry member : members) {
      desk.threads()
          .files()
          .execute(
              () -> {
                member.prepare(desk);
                if (left.decrementAndGet() == 0) {
                  run(members);
                }
              });
    }
  }

  private synchronized List<BatchEntry> taken(int size) {
    List<BatchEntry> members = new ArrayList<>(size);
    while (members.size() < size && next < known) {
      BatchEntry entry = entries.get(next++);
      if (entry.take()) {
        members.add(entry);
      }
    }
    return members;
  }

  private void run(List<BatchEntry> members) {
    List<BatchEntry> asked = members.stream().filter(member -> !member.hasEnded()).toList();
    members.stream()
        .filter(BatchEntry::hasEnded)
        .forEach(member -> member.letter().abandon("cancelled"));
    if (asked.isEmpty()) {
      rest();
      return;
    }
    int completed = (int) entries.stream().filter(BatchEntry::hasEnded).count();
    var batch = new FileBatch(settings, phase, asked, entries.size(), completed);
    try {
      batch.announce();
    } catch (IOException e) {
      Failure failure = FileBatch.notAnnounced(e);
      asked.forEach(member -> member.letter().abandon(failure.message()));
      asked.forEach(member -> member.end(member.failed(failure)));
      rest();
      return;
    }
    asked.forEach(member -> member.launch(dispatcher, how -> answered(batch, member, how)));
  }

  /** A slot's dispatch has ended; its future completes once the manifest says so. */
  private void answered(FileBatch batch, BatchEntry entry, ModelResult how) {
    desk.threads().files().execute(() -> batch.ended(entry, how, last -> told(entry, how, last)));
  }

  private void told(BatchEntry entry, ModelResult how, boolean last) {
    desk.threads().callbacks().execute(() -> entry.end(how));
    if (last) {
      rest();
    }
  }

  /** The folder's turn is over; goes on if there is more. */
  private void rest() {
    desk.turns().end();
    synchronized (this) {
      busy = false;
    }
    advance();
  }

  private static Failure noBudget() {
    return Failure.builder(FailureKind.QUOTA_EXHAUSTED, "The token budget is used up.")
        .hint("Raise the token budget, or ask less.")
        .evidence("95 % of the token budget")
        .build();
  }
}
