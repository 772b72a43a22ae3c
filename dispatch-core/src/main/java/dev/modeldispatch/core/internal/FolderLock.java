package dev.modeldispatch.core.internal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Says who owns a folder: one holder in one process, by a lock on its file {@code .lock}.
 *
 * <p>Closing any channel of a locked file drops the process's lock, so there is one channel per
 * folder, known here, and nobody else opens the file. The file itself stays: were it deleted, two
 * owners could each lock a file of that name. It holds the owner's process id.
 */
public final class FolderLock implements AutoCloseable {
  /** The file's name. */
  public static final String NAME = ".lock";

  /** Beyond what the file holds, so that others can read it where a lock keeps readers out. */
  private static final long POSITION = Long.MAX_VALUE - 1;

  private static final Map<Path, FolderLock> HELD = new HashMap<>();

  /** Channels of files that another class loader's copy of this class has locked. */
  private static final List<FileChannel> FOREIGN = new ArrayList<>();

  private final Path folder;
  private final FileChannel channel;
  private final FileLock lock;

  private FolderLock(Path folder, FileChannel channel, FileLock lock) {
    this.folder = folder;
    this.channel = channel;
    this.lock = lock;
  }

  /**
   * Takes the folder.
   *
   * @param folder its real path
   * @throws IllegalStateException if it has an owner; names the process
   */
  public static FolderLock take(Path folder) throws FileTrouble {
    synchronized (HELD) {
      if (HELD.containsKey(folder)) {
        throw inUse(folder, "this process, " + ProcessHandle.current().pid());
      }
      FolderLock taken = locked(folder);
      HELD.put(folder, taken);
      return taken;
    }
  }

  private static FolderLock locked(Path folder) throws FileTrouble {
    Path file = folder.resolve(NAME);
    FileChannel channel = open(file);
    try {
      FileLock lock = tryLock(channel, folder);
      if (lock == null) {
        String owner = owner(channel);
        channel.close();
        throw inUse(folder, owner);
      }
      channel.truncate(0);
      String pid = ProcessHandle.current().pid() + "\n";
      channel.write(ByteBuffer.wrap(pid.getBytes(StandardCharsets.UTF_8)), 0);
      return new FolderLock(folder, channel, lock);
    } catch (IOException e) {
      throw AtomicFiles.trouble(file, "could not be locked", e);
    }
  }

  private static FileChannel open(Path file) throws FileTrouble {
    try {
      if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)
          && !Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
        throw new FileTrouble(FileTrouble.Kind.NOT_REGULAR, file, "is no regular file");
      }
      return FileChannel.open(
          file,
          StandardOpenOption.CREATE,
          StandardOpenOption.READ,
          StandardOpenOption.WRITE,
          LinkOption.NOFOLLOW_LINKS);
    } catch (IOException e) {
      throw AtomicFiles.trouble(file, "could not be opened", e);
    }
  }

  private static @Nullable FileLock tryLock(FileChannel channel, Path folder) throws IOException {
    try {
      return channel.tryLock(POSITION, 1, false);
    } catch (OverlappingFileLockException e) {
      FOREIGN.add(channel); // closing it would drop the lock of the one who holds it
      throw inUse(folder, "this process, " + ProcessHandle.current().pid());
    }
  }

  private static String owner(FileChannel channel) throws IOException {
    ByteBuffer text = ByteBuffer.allocate(20);
    channel.read(text, 0);
    String pid = StandardCharsets.UTF_8.decode(text.flip()).toString().strip();
    return "process " + (pid.matches("\\d+") ? pid : "unknown");
  }

  private static IllegalStateException inUse(Path folder, String owner) {
    return new IllegalStateException(
        folder + " is in use by " + owner + ". Close that one first, or take another folder.");
  }

  /** Gives the folder up. */
  @Override
  public void close() {
    synchronized (HELD) {
      if (HELD.remove(folder, this)) {
        try {
          lock.release();
          channel.close();
        } catch (IOException e) {
          throw new java.io.UncheckedIOException(folder + ": its lock could not be released", e);
        }
      }
    }
  }
}
