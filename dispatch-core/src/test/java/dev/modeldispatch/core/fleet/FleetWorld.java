package dev.modeldispatch.core.fleet;

import dev.modeldispatch.ModelTarget;
import java.nio.file.Path;

/**
 * A session server whose agents do what a test says: by their model, or by their session's name.
 */
interface FleetWorld extends AutoCloseable {
  /** {@return a fleet over the server} */
  SessionFleet.Builder fleet();

  /** Returns what the server calls the workspace in this folder. */
  String place(Path folder);

  /**
   * Has the session of this name write these files, those that are there changed, and commit them
   * under this subject.
   */
  ModelTarget commits(String session, Path folder, String subject, String... files);

  /** Has the session of this name be done at once. */
  ModelTarget answers(String session);

  /** Has the session of this name work without an end. */
  ModelTarget hangs(String session);

  /** Returns how many sessions in the folder have not been removed. */
  int sessions(Path folder) throws Exception;

  @Override
  void close();
}
