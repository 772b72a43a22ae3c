package dev.modeldispatch.samples.taskdispatch;

import dev.modeldispatch.ModelTarget;
import dev.modeldispatch.core.fleet.SessionFleet;
import dev.modeldispatch.core.opencode.OpencodeOptions;
import dev.modeldispatch.core.routing.Route;
import dev.modeldispatch.core.routing.RoutingTable;
import dev.modeldispatch.testkit.server.FakeOpencodeServer;
import dev.modeldispatch.testkit.server.OpencodeScript.Worker.Task;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A session server in this process, with agents that do what their prompts say as far as they can:
 * they add a line to each file that they own, and commit. Git takes one of them at a time.
 */
final class FakeAgents implements AutoCloseable {
  private static final Duration WORK = Duration.ofMillis(200);
  private static final Pattern OWN =
      Pattern.compile("^You own these files, new or existing:\n((?:- [^\n]+\n)*)", Pattern.MULTILINE);
  private static final Pattern MESSAGE =
      Pattern.compile("^## Commit message\n\n([^\n]+)", Pattern.MULTILINE);

  private final ReentrantLock git = new ReentrantLock();
  private final FakeOpencodeServer server = FakeOpencodeServer.start();
  private final SessionFleet fleet = SessionFleet.opencode(OpencodeOptions.at(server.baseUri()));

  private FakeAgents() {}

  /** Starts agents for all models that may be asked for. */
  static FakeAgents start(RoutingTable routes, Optional<ModelTarget> model) {
    var agents = new FakeAgents();
    Stream.concat(routes.routes().stream().map(Route::target), model.stream())
        .map(ModelTarget::toString)
        .distinct()
        .forEach(target -> agents.server.model(target).firstAfter(WORK).works(agents::work));
    return agents;
  }

  SessionFleet fleet() {
    return fleet;
  }

  private void work(Task task) throws IOException, InterruptedException {
    String message = find(MESSAGE, task.prompt()).orElse("Work of " + task.sessionId());
    String id = message.replaceFirst(":.*", "");
    List<String> files = new ArrayList<>();
    find(OWN, task.prompt())
        .ifPresent(list -> list.lines().forEach(line -> files.add(file(line.substring(2), id))));
    for (String file : files.isEmpty() ? List.of(id + ".txt") : files) {
      write(task.workspace().resolve(file), message);
    }
    git.lockInterruptibly();
    try {
      commit(task.workspace(), files.isEmpty() ? List.of(id + ".txt") : files, message);
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
    Files.writeString(
        target, message + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
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

  @Override
  public void close() {
    fleet.close();
    server.close();
  }
}
