package dev.modeldispatch.testkit.oppi;

import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What an agent does in its workspace when it is prompted: writes files, commits, whatever a test
 * needs. It runs on a thread of its own, which is interrupted when the session is stopped. A worker
 * that throws ends its session with an error, and fails {@link FakeOppiServer#assertClean}.
 */
@FunctionalInterface
public interface OppiWorker {
  /**
   * A prompt that a session has taken.
   *
   * @param workspace the workspace's folder
   * @param prompt the prompt
   * @param sessionId the session
   */
  record Task(Path workspace, String prompt, String sessionId) {
    /** Leaves the prompt out. */
    @Override
    public String toString() {
      return "Task[" + sessionId + ", prompt of " + prompt.length() + " characters]";
    }
  }

  /** Does the work. */
  void work(Task task) throws Exception;

  /** Returns a worker that writes this text to a file below the workspace. */
  static OppiWorker writing(String file, String text) {
    return task -> {
      Path target = task.workspace().resolve(file);
      Files.createDirectories(target.toAbsolutePath().getParent());
      Files.writeString(target, text);
    };
  }
}
