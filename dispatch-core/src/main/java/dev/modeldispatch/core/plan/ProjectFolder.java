package dev.modeldispatch.core.plan;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The edge of this room: turns a folder into texts. For one reading. */
final class ProjectFolder {
  private static final int MAX_BYTES = 4 << 20;

  private final Path folder;
  private final Map<String, String> texts = new HashMap<>();
  private final Map<String, String> unread = new HashMap<>();

  ProjectFolder(Path folder) {
    this.folder = folder;
  }

  ProjectFiles read() throws IOException {
    for (String name : List.of(ProjectFiles.INDEX, ProjectFiles.STATE)) {
      if (Files.exists(folder.resolve(name), LinkOption.NOFOLLOW_LINKS)) {
        read(name);
      }
    }
    Path tasks = folder.resolve("tasks");
    if (Files.isDirectory(tasks, LinkOption.NOFOLLOW_LINKS)) {
      try (Stream<Path> files = Files.list(tasks)) {
        files
            .map(file -> file.getFileName().toString())
            .filter(name -> name.endsWith(ProjectFiles.SUFFIX))
            .forEach(name -> read(ProjectFiles.TASKS + name));
      }
    } else if (Files.exists(tasks, LinkOption.NOFOLLOW_LINKS)) {
      unread.put("tasks", "not a folder");
    }
    return new ProjectFiles(texts, unread);
  }

  private void read(String name) {
    Path file = folder.resolve(name);
    try {
      var attributes =
          Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
      if (!attributes.isRegularFile()) {
        unread.put(name, "not a regular file");
        return;
      }
      byte[] bytes = bytes(file);
      if (bytes.length > MAX_BYTES) {
        unread.put(name, "above 4 MiB");
      } else {
        texts.put(name, text(bytes));
      }
    } catch (CharacterCodingException e) {
      unread.put(name, "not UTF-8");
    } catch (IOException e) {
      unread.put(name, "cannot be read (" + e.getClass().getSimpleName() + ")");
    }
  }

  private static byte[] bytes(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
      return in.readNBytes(MAX_BYTES + 1);
    }
  }

  private static String text(byte[] bytes) throws CharacterCodingException {
    return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
  }
}
