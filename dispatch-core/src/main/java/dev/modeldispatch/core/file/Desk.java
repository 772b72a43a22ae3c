package dev.modeldispatch.core.file;

import dev.modeldispatch.core.internal.AtomicFiles;
import dev.modeldispatch.core.internal.FileTrouble;
import dev.modeldispatch.core.internal.FolderLock;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One open suite's folder: its owner's lock, its one sequence of ids, who is asked in it.
 * Thread-safe.
 *
 * <p>The sequence goes on after the largest id that a signal in the folder holds: an id that stands
 * in no signal was never shown to anybody.
 */
final class Desk implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Desk.class);
  private static final int LOCKS = 64;

  private final SuiteFolder folder;
  private final FileSettings settings;
  private final Threads threads;
  private final FolderLock lock;
  private final AtomicLong lastId;
  private final Poller poller;
  private final Turns turns = new Turns();
  private final List<Object> caseLocks = Stream.generate(Object::new).limit(LOCKS).toList();
  private final Map<String, Post> occupied = new ConcurrentHashMap<>();
  private final Set<FileAsk> live = ConcurrentHashMap.newKeySet();
  private long lastBatch = -1;
  private final AtomicBoolean closed = new AtomicBoolean();

  private Desk(
      SuiteFolder folder, FileSettings settings, Threads threads, FolderLock lock, long lastId) {
    this.folder = folder;
    this.settings = settings;
    this.threads = threads;
    this.lock = lock;
    this.lastId = new AtomicLong(lastId);
    this.poller = new Poller(folder, settings.poll(), threads);
  }

  /** Takes the folder, and clears away what its last owner left half written. */
  static Desk open(Path path, FileSettings settings, Threads.Choice choice) {
    SuiteFolder folder = SuiteFolder.open(path);
    FolderLock lock;
    try {
      lock = FolderLock.take(folder.path());
    } catch (FileTrouble e) {
      throw SuiteFolder.unusable(e);
    }
    try {
      return new Desk(folder, settings, choice.start(), lock, lastId(folder));
    } catch (IOException e) {
      lock.close();
      throw new UncheckedIOException(path + ": its cases could not be read", e);
    } catch (IllegalStateException e) {
      lock.close();
      throw e;
    }
  }

  private static long lastId(SuiteFolder folder) throws IOException {
    long last = 0;
    AtomicFiles.sweep(folder.path());
    for (String name : folder.cases()) {
      Path caseFolder = folder.path().resolve(name);
      if (Files.isDirectory(caseFolder, LinkOption.NOFOLLOW_LINKS)) {
        AtomicFiles.sweep(caseFolder);
        long id = SignalFile.read(caseFolder).map(Signal::dispatchId).orElse(0L);
        if (id >= Signal.MAX_ID) {
          throw new IllegalStateException(
              caseFolder.resolve(Signal.FILE)
                  + ": dispatch_id "
                  + id
                  + " leaves no larger ones. Take the file away, or take another folder.");
        }
        last = Math.max(last, id);
      }
    }
    return last;
  }

  SuiteFolder folder() {
    return folder;
  }

  FileSettings settings() {
    return settings;
  }

  Threads threads() {
    return threads;
  }

  Poller poller() {
    return poller;
  }

  Turns turns() {
    return turns;
  }

  /** Returns the number of a new batch; ends the one that a run which is gone left unfinished. */
  long nextBatch() throws IOException {
    synchronized (turns) { // one batch at a time has its turn, so that nobody waits here
      if (lastBatch < 0) {
        lastBatch = Math.max(keptBatches(), ManifestKeeper.endInterrupted(threads, folder.path()));
      }
      return ++lastBatch;
    }
  }

  private long keptBatches() throws IOException {
    long last = 0;
    try (DirectoryStream<Path> kept =
        Files.newDirectoryStream(folder.path(), "batch-manifest.*.json")) {
      for (Path file : kept) {
        String[] parts = file.getFileName().toString().split("\\.", -1);
        if (parts.length == 3 && parts[1].matches("\\d{1,18}")) {
          last = Math.max(last, Long.parseLong(parts[1]));
        }
      }
    }
    return last;
  }

  long nextId() {
    return lastId.incrementAndGet();
  }

  /** {@return what is held while a file of this case is changed; no other lock is held then} */
  Object lockOf(String caseId) {
    return caseLocks.get(Math.floorMod(caseId.hashCode(), LOCKS));
  }

  /** Makes the case this post's; false if another one still waits in it. */
  boolean occupy(String caseId, Post post) {
    return occupied.compute(caseId, (id, other) -> other == null || other.isOver() ? post : other)
        == post;
  }

  void leave(String caseId, Post post) {
    occupied.remove(caseId, post);
  }

  /** Marks the signal that is there, whoever asked. */
  void markDone(String caseId) {
    if (Names.caseProblem(caseId).isEmpty()) {
      SignalFile.mark(
          this,
          folder.path().resolve(caseId),
          signal -> signal.status() == Signal.Status.PROCESSING,
          Signal.Status.DONE,
          Optional.empty());
    }
  }

  void begin(FileAsk ask) {
    live.add(ask);
    if (isClosed()) {
      ask.close();
    } else {
      ask.begin();
    }
  }

  boolean isClosed() {
    return closed.get();
  }

  void ended(FileAsk ask) {
    live.remove(ask);
  }

  @Override
  public void close() {
    if (!closed.compareAndSet(false, true)) {
      return;
    }
    live.forEach(FileAsk::close);
    threads.close();
    lock.close();
    LOG.debug("{} is given up", folder.path());
  }
}
