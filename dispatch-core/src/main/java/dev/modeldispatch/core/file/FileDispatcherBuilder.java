package dev.modeldispatch.core.file;

import dev.modeldispatch.Misuse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;

/** Collects how a {@link FileDispatcher} asks. Not thread-safe. */
public final class FileDispatcherBuilder {
  private static final int MAX_FILE = 8 * 1024 * 1024;
  private static final int TOLERANCE = 10;

  private final Path folder;
  private final Threads.Choice threads = new Threads.Choice();
  private Duration poll = Duration.ofMillis(500);
  private Duration timeout = Duration.ofMinutes(10);
  private int tolerance = TOLERANCE;
  private int maxFileBytes = MAX_FILE;
  private boolean resumes;

  FileDispatcherBuilder(Path folder) {
    this.folder = folder;
  }

  /** Sets how long after one look the next follows; 500 ms by default. */
  public FileDispatcherBuilder pollInterval(Duration interval) {
    poll = interval;
    return this;
  }

  /** Bounds each ask whose prompt does not; 10 minutes by default. */
  public FileDispatcherBuilder timeout(Duration limit) {
    timeout = limit;
    return this;
  }

  /**
   * Sets how many looks may find an artifact that is no answer yet: half written, of another
   * dispatch, no regular file. 10 by default; one more and the ask fails.
   */
  public FileDispatcherBuilder staleTolerance(int looks) {
    tolerance = looks;
    return this;
  }

  /** Bounds prompts and artifacts; 8 MiB by default. */
  public FileDispatcherBuilder maxFileBytes(int bytes) {
    maxFileBytes = bytes;
    return this;
  }

  /**
   * Takes up what an earlier run left: what it asked in the same words, or by the same prompt file,
   * is not asked again if the answer is there, and keeps its id if somebody may be working on it. A
   * case's folder knows its last step alone. By default all is asked anew.
   */
  public FileDispatcherBuilder resume() {
    resumes = true;
    return this;
  }

  /** Replaces time, for tests: both have to belong together. The timer stays the caller's. */
  public FileDispatcherBuilder time(InstantSource clock, ScheduledExecutorService timers) {
    threads.time(clock, timers);
    return this;
  }

  /** Runs callbacks on this executor, which stays the caller's; by default on own threads. */
  public FileDispatcherBuilder callbacks(Executor executor) {
    threads.callbacks(executor);
    return this;
  }

  /** Does everything on the thread that calls or moves time. */
  FileDispatcherBuilder onCallingThread() {
    threads.onCallingThread();
    return this;
  }

  /**
   * Takes the folder.
   *
   * @throws IllegalArgumentException if the folder is a file, or a setting is below its bound
   * @throws IllegalStateException if the folder is in use; names the process
   * @throws java.io.UncheckedIOException if it cannot be made or written to
   */
  public FileDispatcher open() {
    Misuse.check("files")
        .unless(isPositive(poll), () -> "pollInterval " + poll + " must be above zero")
        .unless(isPositive(timeout), () -> "timeout " + timeout + " must be above zero")
        .unless(tolerance >= 1, () -> "staleTolerance " + tolerance + " must be at least 1")
        .unless(maxFileBytes >= 1, () -> "maxFileBytes " + maxFileBytes + " must be at least 1")
        .orThrow();
    var settings = new FileSettings(poll, timeout, tolerance, maxFileBytes, resumes);
    return new FileDispatcher(Desk.open(folder, settings, threads));
  }

  private static boolean isPositive(Duration time) {
    return time.compareTo(Duration.ZERO) > 0;
  }
}
