package dev.modeldispatch.samples.taskdispatch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An agent that does what its prompt says as far as it can: it adds a line to each file that it
 * owns, and commits. May work at several prompts at once; git takes one of them at a time.
 */
final class FakeAgent {
  private static final Pattern OWN =
      Pattern.compile(
          "^You own these files, new or existing:\n((?:- [^\n]+\n)*)", Pattern.MULTILINE);
  private static final Pattern MESSAGE =
      Pattern.compile("^## Commit message\n\n([^\n]+)", Pattern.MULTILINE);

  private final ReentrantLock git = new ReentrantLock();

  /** Does what the prompt says, in this folder. */
  void work(Path folder, String prompt) throws IOException, InterruptedException {
    String message = find(MESSAGE, prompt).orElse("agent: done");
    String id = message.replaceFirst(":.*", "");
    List<String> files = new ArrayList<>();
    find(OWN, prompt)
        .ifPresent(list -> list.lines().forEach(line -> files.add(file(line.substring(2), id))));
    if (files.isEmpty()) {
      files.add(id + ".txt");
    }
    for (String file : files) {
      write(folder.resolve(file), message);
    }
    git.lockInterruptibly();
    try {
      commit(folder, files, message);
    } finally {
      git.unlock();
    }
  }

  private static Optional<String> find(Pattern pattern, String text) {
    Matcher found = pattern.matcher(text);
    return found.find() ? Optional.of(found.group(1)) : Optional.empty();
  }

  /** A folder or a pattern stands for many files; the agent writes one of them. */
  private static String file(String scope, String id) {
    String file = scope.replace("**/", "").replace("*", id).replace('?', 'x');
    return file.endsWith("/") ? file + id + ".txt" : file;
  }

  private static void write(Path file, String message) throws IOException {
    Path target = Files.isDirectory(file) ? file.resolve("agent.txt") : file;
    Files.createDirectories(target.toAbsolutePath().getParent());
    Files.writeString(target, message + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
  }

  private static void commit(Path folder, List<String> files, String message)
      throws IOException, InterruptedException {
    List<String> add = new ArrayList<>(List.of("add", "--"));
    List<String> commit = new ArrayList<>(List.of("commit", "-q", "-m", message, "--"));
    add.addAll(files);
    commit.addAll(files);
    GitCommand.run(folder, add.toArray(String[]::new));
    GitCommand.run(folder, commit.toArray(String[]::new));
  }
}
