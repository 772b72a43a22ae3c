package dev.modeldispatch.core.workspace;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One at a time per repository, in this process and between processes.
 *
 * <p>Threads of this process queue at {@code threads} first, so that at most one of them asks for
 * the file's lock, which is the process's. The channel stays open for the life of the process:
 * closing any channel of a file drops all of the process's locks on it. The file is never deleted,
 * or two processes could hold locks on two files of the same name. An interrupt while waiting
 * closes the channel, at a time when it holds nothing; the next one opens another.
 */
final class RepositoryLock {
  private static final Map<Path, RepositoryLock> LOCKS = new ConcurrentHashMap<>();

  private final Path file;
  private final ReentrantLock threads = new ReentrantLock(true);
  private @Nullable FileChannel channel;

  private RepositoryLock(Path file) {
    this.file = file;
  }

  /** Returns the lock of this file, the same for all who name it. */
  static RepositoryLock of(Path file) {
    return LOCKS.computeIfAbsent(file, RepositoryLock::new);
  }

  /** Does the work as the only one. */
  <T> T holding(Supplier<T> work) {
    threads.lock();
    try {
      return holdingFile(work);
    } finally {
      threads.unlock();
    }
  }

  private <T> T holdingFile(Supplier<T> work) {
    FileLock lock;
    try {
      lock = open().lock();
    } catch (IOException e) {
      throw new WorkspaceException("cannot lock " + file + "; check that it can be written", e);
    }
    try {
      return work.get();
    } finally {
      release(lock);
    }
  }

  private FileChannel open() throws IOException {
    FileChannel open = channel;
    if (open == null || !open.isOpen()) {
      Files.createDirectories(file.getParent());
      if (Files.isSymbolicLink(file.getParent())) {
        throw new IOException(file.getParent() + " is a link");
      }
      open =
          FileChannel.open(
              file, StandardOpenOption.CREATE, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
      channel = open;
    }
    return open;
  }

  private void release(FileLock lock) {
    try {
      lock.release();
    } catch (IOException e) {
      throw new WorkspaceException("cannot release " + file, e);
    }
  }
}
