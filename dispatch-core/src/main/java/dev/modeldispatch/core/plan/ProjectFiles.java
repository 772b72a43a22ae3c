package dev.modeldispatch.core.plan;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/**
 * The texts of a project's graph files at one moment, by their paths inside {@code .project/}:
 * {@code task-index.json}, {@code state.json} and {@code tasks/ID.json}. Immutable.
 *
 * <p>The texts are kept as they were found, so whoever writes a file back can change single fields
 * of the text and lose none that this library does not know.
 */
public final class ProjectFiles {
  static final String INDEX = "task-index.json";
  static final String STATE = "state.json";
  static final String TASKS = "tasks/";
  static final String SUFFIX = ".json";

  private final Map<String, String> texts;
  private final Map<String, String> unread;

  ProjectFiles(Map<String, String> texts, Map<String, String> unread) {
    this.texts = new TreeMap<>(texts);
    this.unread = new TreeMap<>(unread);
  }

  /** Returns the files of these texts. */
  public static ProjectFiles of(Map<String, String> texts) {
    return new ProjectFiles(texts, Map.of());
  }

  /**
   * Reads {@code .project/} in the folder: regular files of at most 4 MiB, no links. What cannot be
   * read is found when the files are checked.
   *
   * @throws IOException if the folder itself cannot be listed
   */
  public static ProjectFiles read(Path folder) throws IOException {
    return new ProjectFolder(folder.resolve(".project")).read();
  }

  /** {@return the texts by path} */
  public Map<String, String> texts() {
    return new TreeMap<>(texts);
  }

  /** {@return why a file that is there has no text here, by path} */
  public Map<String, String> unread() {
    return new TreeMap<>(unread);
  }

  /** Returns the path of a task's own file. */
  static String taskFile(String id) {
    return TASKS + id + SUFFIX;
  }

  @Override
  public String toString() {
    return "ProjectFiles[" + texts.size() + " files]";
  }
}
