package dev.modeldispatch.core.opencode;

import dev.modeldispatch.ModelTarget;
import dev.modeldispatch.testkit.server.FakeOpencodeServer;
import dev.modeldispatch.testkit.server.OpencodeScript;
import dev.modeldispatch.testkit.server.OpencodeVersion;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A fake server, scripted itself. */
@SuppressWarnings("exports") // public for the tests of other rooms, which are in this module
public final class FakeAgents implements AgentWorld {
  private final FakeOpencodeServer server;
  private int models;

  public FakeAgents(OpencodeVersion version) {
    server = FakeOpencodeServer.start(version);
  }

  public FakeOpencodeServer server() {
    return server;
  }

  @Override
  public OpencodeOptions.Builder options() {
    return OpencodeOptions.builder(server.baseUri()).heartbeat(Duration.ofMillis(200));
  }

  @Override
  public ModelTarget answers(String text) {
    var target = next();
    script(target).answers(text);
    return target;
  }

  @Override
  public ModelTarget answersAfter(Duration wait, String text) {
    var target = next();
    script(target).firstAfter(wait).answers(text);
    return target;
  }

  @Override
  public ModelTarget writesAndCommits(Path folder, String file, String text) {
    var target = next();
    script(target)
        .works(
            task -> {
              Files.writeString(task.workspace().resolve(file), text);
              Git.run(task.workspace(), "add", file);
              Git.run(task.workspace(), "commit", "-q", "-m", file, "--", file);
            },
            file);
    return target;
  }

  @Override
  public ModelTarget commits(Path folder, String subject, String... files) {
    var target = next();
    script(target)
        .works(
            task -> {
              for (String file : files) {
                Path path = task.workspace().resolve(file);
                Files.createDirectories(path.getParent());
                Files.writeString(path, "by " + subject + "\n");
                Git.run(task.workspace(), "add", "--", file);
              }
              List<String> commit = new ArrayList<>(List.of("commit", "-q", "-m", subject, "--"));
              commit.addAll(List.of(files));
              Git.run(task.workspace(), commit.toArray(String[]::new));
            },
            files);
    return target;
  }

  @Override
  public int sessions(Path folder) {
    return server.openSessions().size();
  }

  @Override
  public ModelTarget silent() {
    var target = next();
    script(target).hangs();
    return target;
  }

  @Override
  public ModelTarget asksPerson() {
    var target = next();
    script(target).asksQuestion("May I?");
    return target;
  }

  @Override
  public ModelTarget withoutFinishReason() {
    var target = next();
    script(target).loops(Duration.ofMillis(30));
    return target;
  }

  @Override
  public ModelTarget limited() {
    var target = next();
    script(target).retries("Rate limit reached", Duration.ofHours(1)).answers("late");
    return target;
  }

  @Override
  public ModelTarget unknownModel() {
    return ModelTarget.of(answers("never").provider(), "nobody");
  }

  @Override
  public int asked(ModelTarget model) {
    return (int)
        server.promptCalls().stream()
            .filter(call -> call.model().filter(model.toString()::equals).isPresent())
            .count();
  }

  @Override
  public void close() {
    server.close();
  }

  ModelTarget next() {
    return ModelTarget.of("fake", "m" + ++models);
  }

  OpencodeScript script(ModelTarget target) {
    return server.model(target.toString());
  }
}
