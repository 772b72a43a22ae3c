package dev.modeldispatch.core.internal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Writes files so that no reader ever sees a part of one, and reads only what is fit to be read.
 *
 * <p>A write goes to a hidden file beside the target, is forced to disk and moved over the target.
 * The hidden file's name holds the writer's process, so that {@link #sweep} takes away only what
 * nobody writes any more.
 */
public final class AtomicFiles {
  private static final Pattern TEMP = Pattern.compile("\\..+\\.(\\d{1,18})-\\d+\\.tmp");
  private static final long OWN = ProcessHandle.current().pid();
  private static final AtomicLong COUNT = new AtomicLong();
  private static final Set<Path> BEING_WRITTEN = ConcurrentHashMap.newKeySet();

  private AtomicFiles() {}

  /** Puts the content at the target, in whole or not at all. */
  public static void write(Path target, byte[] content) throws FileTrouble {
    Path absolute = target.toAbsolutePath();
    Path temp =
        absolute.resolveSibling(
            "." + absolute.getFileName() + "." + OWN + "-" + COUNT.incrementAndGet() + ".tmp");
    BEING_WRITTEN.add(temp);
    try {
      try {
        fill(temp, content);
        Files.move(temp, absolute, StandardCopyOption.ATOMIC_MOVE);
      } finally {
        Files.deleteIfExists(temp);
      }
    } catch (IOException e) {
      throw trouble(target, "could not be written", e);
    } finally {
      BEING_WRITTEN.remove(temp);
    }
  }

  private static void fill(Path temp, byte[] content) throws IOException {
    try (var channel =
        FileChannel.open(temp, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      ByteBuffer left = ByteBuffer.wrap(content);
      while (left.hasRemaining()) {
        channel.write(left);
      }
      channel.force(true);
    }
  }

  /**
   * Returns the content of a regular file of at most {@code cap} bytes; links are not followed.
   * What it is and how large is known before it is opened: a pipe would hold its reader for ever.
   */
  public static byte[] read(Path file, int cap) throws FileTrouble {
    try {
      var facts = Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
      if (!facts.isRegularFile()) {
        throw new FileTrouble(FileTrouble.Kind.NOT_REGULAR, file, "is no regular file");
      }
      if (facts.size() > cap) {
        throw tooLarge(file, cap);
      }
      return content(file, cap);
    } catch (FileTrouble e) {
      throw e;
    } catch (IOException e) {
      throw trouble(file, "could not be read", e);
    }
  }

  private static byte[] content(Path file, int cap) throws IOException {
    try (var in = Files.newInputStream(file, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS)) {
      byte[] content = in.readNBytes(cap);
      if (content.length == cap && in.read() >= 0) {
        throw tooLarge(file, cap); // it grew meanwhile
      }
      return content;
    }
  }

  private static FileTrouble tooLarge(Path file, int cap) {
    return new FileTrouble(
        FileTrouble.Kind.TOO_LARGE, file, "is larger than the " + cap + " bytes allowed");
  }

  /**
   * Refuses a file whose folder does not really lie in this one, whatever links say.
   *
   * @param folder the folder's own real path
   */
  public static void checkInside(Path folder, Path file) throws FileTrouble {
    Path parent = file.toAbsolutePath().normalize().getParent();
    try {
      if (parent == null || !parent.toRealPath().startsWith(folder)) {
        throw new FileTrouble(FileTrouble.Kind.OUTSIDE, file, "is not inside " + folder);
      }
    } catch (FileTrouble e) {
      throw e;
    } catch (IOException e) {
      throw trouble(file, "could not be found", e);
    }
  }

  /** Deletes what writers that are gone left half written in this folder; returns how much. */
  public static int sweep(Path folder) throws IOException {
    int swept = 0;
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder, ".*.tmp")) {
      for (Path entry : entries) {
        if (isLeftOver(entry) && Files.deleteIfExists(entry)) {
          swept++;
        }
      }
    }
    return swept;
  }

  private static boolean isLeftOver(Path entry) {
    Matcher name = TEMP.matcher(entry.getFileName().toString());
    if (!name.matches()) {
      return false;
    }
    long writer = Long.parseLong(name.group(1));
    return writer == OWN
        ? !BEING_WRITTEN.contains(entry.toAbsolutePath())
        : ProcessHandle.of(writer).isEmpty();
  }

  /** Returns the system's own words for what went wrong; they hold no content. */
  public static FileTrouble trouble(Path file, String what, IOException e) {
    if (e instanceof FileTrouble named) {
      return named;
    }
    if (e instanceof NoSuchFileException) {
      return new FileTrouble(FileTrouble.Kind.ABSENT, file, what + " (there is no such file)");
    }
    return new FileTrouble(FileTrouble.Kind.SYSTEM, file, what + " (" + words(e) + ")");
  }

  private static String words(IOException e) {
    if (e instanceof AccessDeniedException) {
      return "access denied";
    }
    String reason = e instanceof FileSystemException f ? f.getReason() : e.getMessage();
    return reason == null || reason.isBlank() ? e.getClass().getSimpleName() : reason;
  }
}
