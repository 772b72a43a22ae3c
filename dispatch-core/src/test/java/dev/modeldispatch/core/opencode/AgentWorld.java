package dev.modeldispatch.core.opencode;

import dev.modeldispatch.ModelTarget;
import java.nio.file.Path;
import java.time.Duration;

/** An opencode server whose models are agents, fake or real. Each target is a new model. */
public interface AgentWorld extends AutoCloseable {
  /** {@return how the server is reached} */
  OpencodeOptions.Builder options();

  ModelTarget answers(String text);

  /** Answers after a while. */
  ModelTarget answersAfter(Duration wait, String text);

  /** Writes this file and commits it, by the server's own tools where there are some. */
  ModelTarget writesAndCommits(Path folder, String file, String text);

  /**
   * Writes new files, and changes those that are there, by the server's own tools where there are
   * some; then commits them under this subject.
   */
  ModelTarget commits(Path folder, String subject, String... files);

  /** Returns how many sessions the server has that work in the folder. */
  int sessions(Path folder) throws Exception;

  /** Works without an end. */
  ModelTarget silent();

  /** Asks a person, and says that it is done if it is told that there is none. */
  ModelTarget asksPerson();

  ModelTarget withoutFinishReason();

  /** The provider says to come back in an hour. */
  ModelTarget limited();

  ModelTarget unknownModel();

  /** {@return how many prompts the model had, the server's own tries included} */
  int asked(ModelTarget model);

  @Override
  void close();
}
