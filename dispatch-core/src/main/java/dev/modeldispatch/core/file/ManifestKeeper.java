package dev.modeldispatch.core.file;

import dev.modeldispatch.core.file.BatchManifest.SignalStatus;
import dev.modeldispatch.core.file.BatchManifest.Status;
import dev.modeldispatch.core.internal.AtomicFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one writer of a batch's manifest.
 *
 * <p>Between threads: what the manifest should say is guarded by this. Who changes it while nobody
 * writes starts the writer, which goes on until nothing new was said; one write covers all that was
 * said before it, and who said it is told after. Responders may write {@code claimed} into the file
 * themselves: what they wrote is taken over before each write.
 */
final class ManifestKeeper {
  private static final Logger LOG = LoggerFactory.getLogger(ManifestKeeper.class);

  private final Threads threads;
  private final Path folder;
  private final Path file;
  private final List<SignalStatus> statuses;
  private List<Runnable> toTell = new ArrayList<>();
  private BatchManifest manifest;
  private boolean writing;
  private @Nullable Stamp own;

  ManifestKeeper(Threads threads, Path folder, BatchManifest fresh) {
    this.threads = threads;
    this.folder = folder;
    this.file = folder.resolve(BatchManifest.FILE);
    this.manifest = fresh;
    this.statuses = new ArrayList<>(fresh.statuses());
  }

  /** Puts the batch on disk as pending. */
  void announce() throws IOException {
    write(manifest);
  }

  /** Says that answers are waited for; nobody marks before. */
  void begin() throws IOException {
    takeOverClaims();
    BatchManifest next;
    synchronized (this) {
      manifest = manifest.with(Status.IN_PROGRESS, statuses, threads.clock().instant());
      next = manifest;
    }
    write(next);
  }

  /** Says how a signal ended; the task runs once that is on disk. */
  void mark(int signal, SignalStatus status, Runnable whenWritten) {
    synchronized (this) {
      statuses.set(signal, status);
      toTell.add(whenWritten);
    }
    writeSoon();
  }

  /** Says that somebody works on a signal. */
  void claimed(int signal) {
    synchronized (this) {
      if (statuses.get(signal) != SignalStatus.PENDING) {
        return;
      }
      statuses.set(signal, SignalStatus.CLAIMED);
      toTell.add(() -> {});
    }
    writeSoon();
  }

  private void writeSoon() {
    synchronized (this) {
      if (writing) {
        return;
      }
      writing = true;
    }
    threads.files().execute(this::writeAll);
  }

  private void writeAll() {
    while (true) {
      takeOverClaims();
      List<Runnable> covered;
      BatchManifest next;
      synchronized (this) {
        if (toTell.isEmpty() || manifest.status().isFinal()) {
          writing = false;
          return;
        }
        covered = toTell;
        toTell = new ArrayList<>();
        manifest = manifest.with(manifest.status(), statuses, threads.clock().instant());
        next = manifest;
      }
      try {
        write(next);
      } catch (IOException e) {
        LOG.warn("batch {}: {}; written with the next change", next.batchId(), e.getMessage());
      }
      covered.forEach(Runnable::run);
    }
  }

  /** Says that the batch ended, and keeps its manifest under its own name; for the writer. */
  void finish() {
    BatchManifest last;
    synchronized (this) {
      manifest = manifest.ended(statuses, threads.clock().instant());
      last = manifest;
    }
    try {
      last.write(folder.resolve(BatchManifest.keptName(last.batchId())));
      write(last);
    } catch (IOException e) {
      LOG.warn("the end of batch {} is not in its manifest: {}", last.batchId(), e.getMessage());
    }
  }

  private void write(BatchManifest next) throws IOException {
    next.write(file);
    own = Stamp.of(file, null);
  }

  private void takeOverClaims() {
    if (own == null || own.looksLike(Stamp.of(file, null))) {
      return; // nobody wrote but this
    }
    try {
      BatchManifest theirs = BatchManifest.read(file);
      synchronized (this) {
        if (theirs.batchId() == manifest.batchId() && theirs.signals().size() == statuses.size()) {
          takeOver(theirs.statuses());
        }
      }
    } catch (IOException e) {
      LOG.warn("{}; it is written anew", e.getMessage());
    }
  }

  private void takeOver(List<SignalStatus> theirs) {
    for (int i = 0; i < theirs.size(); i++) {
      if (theirs.get(i) == SignalStatus.CLAIMED && statuses.get(i) == SignalStatus.PENDING) {
        statuses.set(i, SignalStatus.CLAIMED);
      }
    }
  }

  /**
   * Ends the batch that a run which is gone left unfinished: what was answered is done, the rest
   * has failed. Returns the number of the latest batch; 0 if there was none.
   *
   * @throws IOException if there is a manifest that cannot be read; names file and line
   */
  static long endInterrupted(Threads threads, Path folder) throws IOException {
    Path file = folder.resolve(BatchManifest.FILE);
    if (!Files.exists(file)) {
      return 0;
    }
    BatchManifest latest = BatchManifest.read(file);
    if (!latest.status().isFinal()) {
      List<SignalStatus> statuses = new ArrayList<>();
      for (BatchManifest.Entry entry : latest.signals()) {
        statuses.add(isAnswered(folder, entry) ? SignalStatus.DONE : SignalStatus.ERROR);
      }
      BatchManifest ended = latest.ended(statuses, threads.clock().instant());
      AtomicFiles.write(folder.resolve(BatchManifest.keptName(ended.batchId())), ended.json());
      ended.write(file);
    }
    return latest.batchId();
  }

  private static boolean isAnswered(Path folder, BatchManifest.Entry entry) throws IOException {
    if (entry.status() == SignalStatus.DONE) {
      return true;
    }
    if (Names.caseProblem(entry.caseId()).isPresent()) {
      return false; // no case of ours
    }
    return SignalFile.read(folder.resolve(entry.caseId()))
        .filter(signal -> signal.caseId().equals(entry.caseId()))
        .map(Signal::status)
        .filter(s -> s != Signal.Status.WAITING && s != Signal.Status.ERROR)
        .isPresent();
  }
}
