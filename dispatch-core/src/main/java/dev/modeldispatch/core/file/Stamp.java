package dev.modeldispatch.core.file;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What can be seen of a file without reading it. A file that changes twice within one tick of its
 * file system's clock looks the same, so only after two looks that agree need it not be read.
 *
 * @param key which file it is
 * @param modified when it was changed
 * @param size how large it is; -1 if it is not there
 * @param agreed how many looks before agree
 */
record Stamp(@Nullable Object key, FileTime modified, long size, int agreed) {
  private static final int ENOUGH = 2;

  /** Returns how the file looks now, after it looked like that before. */
  static Stamp of(Path file, @Nullable Stamp before) {
    Stamp now = of(file);
    int agreed = before != null && before.looksLike(now) ? before.agreed + 1 : 0;
    return new Stamp(now.key, now.modified, now.size, agreed);
  }

  boolean looksLike(Stamp other) {
    return Objects.equals(key, other.key) && modified.equals(other.modified) && size == other.size;
  }

  private static Stamp of(Path file) {
    try {
      var facts = Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
      return new Stamp(facts.fileKey(), facts.lastModifiedTime(), facts.size(), 0);
    } catch (IOException e) {
      return new Stamp(null, FileTime.fromMillis(0), -1, 0);
    }
  }

  /** {@return whether what it holds is known} */
  boolean isKnown() {
    return agreed >= ENOUGH;
  }
}
