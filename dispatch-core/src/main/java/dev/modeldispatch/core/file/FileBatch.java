package dev.modeldispatch.core.file;

import dev.modeldispatch.Failure;
import dev.modeldispatch.FailureKind;
import dev.modeldispatch.ModelResult;
import dev.modeldispatch.core.file.BatchManifest.SignalStatus;
import dev.modeldispatch.core.internal.AtomicFiles;
import dev.modeldispatch.core.usage.UsageLedger;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One batch of a run, from its manifest to its end.
 *
 * <p>Order on disk: the signals are there, then the manifest as pending, then the briefing, then
 * the manifest as in progress; after that anybody looks for answers. Whoever ends the last slot
 * ends the batch.
 */
final class FileBatch {
  private static final Logger LOG = LoggerFactory.getLogger(FileBatch.class);

  private final BatchSettings settings;
  private final Desk desk;
  private final BatchManifest.Phase phase;
  private final List<BatchEntry> members;
  private final Briefing.Context context;
  private final Map<BatchEntry, Integer> places = new HashMap<>();
  private final AtomicInteger open;
  private final AtomicInteger failed = new AtomicInteger();
  private Instant start = Instant.EPOCH;
  private @Nullable ManifestKeeper keeper;

  FileBatch(
      BatchSettings settings,
      BatchManifest.Phase phase,
      List<BatchEntry> members,
      int total,
      int completed) {
    this.settings = settings;
    this.desk = settings.files().desk();
    this.phase = phase;
    this.members = members;
    this.open = new AtomicInteger(members.size());
    String suite = String.valueOf(desk.folder().path().getFileName());
    this.context =
        new Briefing.Context(
            settings.scenario().orElse(suite), suite, phase, members.size(), total, completed);
  }

  /** Puts manifest and briefing on disk. A batch without a single file target has neither. */
  void announce() throws IOException {
    start = desk.threads().clock().instant();
    Path folder = desk.folder().path();
    List<BatchManifest.Entry> signals = new ArrayList<>();
    for (BatchEntry member : members) {
      Post post = member.letter().post();
      if (post != null) {
        places.put(member, signals.size());
        signals.add(
            new BatchManifest.Entry(post.spec().caseId(), post.signalPath(), SignalStatus.PENDING));
      }
    }
    if (signals.isEmpty()) {
      return;
    }
    Path briefing = folder.resolve(Briefing.FILE);
    var fresh =
        new BatchManifest(
            desk.nextBatch(), BatchManifest.Status.PENDING, phase, start, start, briefing, signals);
    var writer = new ManifestKeeper(desk.threads(), folder, fresh);
    keeper = writer;
    writer.announce();
    String text = briefing().markdown(fresh.batchId());
    AtomicFiles.write(briefing, text.getBytes(StandardCharsets.UTF_8));
    listenForClaims(writer);
    writer.begin();
  }

  private Briefing briefing() {
    try {
      return settings.briefing().apply(context);
    } catch (RuntimeException e) { // the caller's mistake must not keep the batch from its answers
      LOG.warn(
          "the briefing's source threw {}; it tells the context alone", e.getClass().getName());
      return Briefing.builder(context).build();
    }
  }

  private void listenForClaims(ManifestKeeper writer) {
    places.forEach(
        (member, place) -> {
          Post post = member.letter().post();
          if (post != null) {
            post.whenClaimed(() -> writer.claimed(place));
          }
        });
  }

  /** Writes down how a slot ended, and then tells whether it was the last one of the batch. */
  void ended(BatchEntry member, ModelResult how, Consumer<Boolean> then) {
    ManifestKeeper writer = keeper;
    Integer place = places.get(member);
    if (!how.isAnswered()) {
      failed.incrementAndGet();
    }
    if (writer == null || place == null) {
      then.accept(isLast());
      return;
    }
    Post post = member.letter().post();
    if (how.isAnswered() && post != null) {
      desk.markDone(post.spec().caseId());
    }
    SignalStatus status = how.isAnswered() ? SignalStatus.DONE : SignalStatus.ERROR;
    writer.mark(place, status, () -> then.accept(isLast()));
  }

  private boolean isLast() {
    if (open.decrementAndGet() > 0) {
      return false;
    }
    settings.sizer().ended(failed.get(), Duration.between(start, desk.threads().clock().instant()));
    if (keeper != null) {
      keeper.finish();
      report();
    }
    return true;
  }

  private void report() {
    Path folder = desk.folder().path();
    UsageLedger ledger = settings.ledger();
    try {
      ledger.write(folder.resolve(UsageLedger.FILE));
      if (settings.tokenBudget().isPresent()) {
        long budget = settings.tokenBudget().getAsLong();
        new BudgetStatus(budget, ledger.totals().totalTokens()).write(folder);
      }
    } catch (IOException e) {
      LOG.warn("what was used is not on disk: {}", e.getMessage());
    }
  }

  static Failure notAnnounced(IOException e) {
    return Failure.builder(
            FailureKind.OVERLOADED_LOCALLY, "The batch could not be announced: " + e.getMessage())
        .hint("See to the folder, and ask again; nothing was waited for.")
        .evidence("file system")
        .build();
  }
}
