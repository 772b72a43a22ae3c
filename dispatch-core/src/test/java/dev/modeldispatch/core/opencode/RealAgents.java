package dev.modeldispatch.core.opencode;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.modeldispatch.FailureKind;
import dev.modeldispatch.ModelTarget;
import dev.modeldispatch.core.internal.Json;
import dev.modeldispatch.testkit.server.FakeModelServer;
import dev.modeldispatch.testkit.server.Fault;
import dev.modeldispatch.testkit.server.ModelScript;
import dev.modeldispatch.testkit.server.Oddity;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** A real server with its own tools; the model server that it calls is scripted. */
public final class RealAgents implements AgentWorld {
  private static final int MODELS = 60;

  private final FakeModelServer upstream = FakeModelServer.start();
  private final OpencodeProcess process;
  private final URI address;
  private int models;

  public RealAgents(Path binary, Path home) throws Exception {
    process = OpencodeProcess.start(binary, home, config().toString());
    address = process.awaitAddress();
  }

  private ObjectNode config() {
    ObjectNode config = Json.object().put("autoupdate", false).put("share", "disabled");
    config.put("snapshot", false).put("lsp", false).put("formatter", false);
    config.putObject("compaction").put("auto", false).put("prune", false);
    config.putArray("enabled_providers").add("fake");
    config.putObject("agent").putObject("title").put("disable", true);
    ObjectNode provider = config.putObject("provider").putObject("fake");
    provider.put("npm", "@ai-sdk/openai-compatible").put("name", "Fake");
    provider
        .putObject("options")
        .put("baseURL", upstream.baseUri().toString())
        .put("apiKey", "sk-upstream-CANARY-0123456789");
    ObjectNode served = provider.putObject("models");
    for (int i = 1; i <= MODELS; i++) {
      ObjectNode model = served.putObject("m" + i).put("name", "m" + i);
      model.putObject("limit").put("context", 100_000).put("output", 8_192);
      model.putObject("cost").put("input", 1).put("output", 2);
    }
    return config;
  }

  @Override
  public OpencodeOptions.Builder options() {
    return OpencodeOptions.builder(address).heartbeat(Duration.ofSeconds(1));
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
    script(target).firstAfter(wait).answers(text).then().answers(text);
    return target;
  }

  @Override
  public ModelTarget writesAndCommits(Path folder, String file, String text) {
    var target = next();
    String path = folder.resolve(file).toString();
    String commit =
        "git add "
            + file
            + " && git -c user.name=a -c user.email=a@example.org commit -q -m "
            + file
            + " -- "
            + file;
    // Both sessions share git's one index lock.
    String patient = "for i in 1 2 3 4 5 6 7 8 9; do " + commit + " && break; sleep 0.3; done";
    script(target)
        .callsTool("write", Json.object().put("filePath", path).put("content", text).toString())
        .then()
        .callsTool(
            "bash", Json.object().put("command", patient).put("description", "commits").toString())
        .then()
        .answers("Done.");
    return target;
  }

  @Override
  public ModelTarget commits(Path folder, String subject, String... files) {
    var target = next();
    ModelScript script = script(target);
    for (String file : files) {
      Path path = folder.resolve(file);
      if (Files.exists(path)) {
        ObjectNode read = Json.object().put("filePath", path.toString());
        script.callsTool("read", read.toString()).then();
        ObjectNode edit = Json.object().put("filePath", path.toString());
        edit.put("oldString", "{").put("newString", "{ /* changed */");
        script.callsTool("edit", edit.toString()).then();
      } else {
        ObjectNode write = Json.object().put("filePath", path.toString());
        write.put("content", "by " + subject + "\n");
        script.callsTool("write", write.toString()).then();
      }
    }
    String all = String.join(" ", files);
    String commit =
        "git add -- "
            + all
            + " && git -c user.name=a -c user.email=a@example.org commit -q -m '"
            + subject
            + "' -- "
            + all;
    String patient = "for i in 1 2 3 4 5 6 7 8 9; do " + commit + " && break; sleep 0.3; done";
    script
        .callsTool(
            "bash", Json.object().put("command", patient).put("description", "commits").toString())
        .then()
        .answers("Done.");
    return target;
  }

  @Override
  public int sessions(Path folder) throws Exception {
    return RealWorld.ids(address.resolve("/session?directory=" + folder)).size();
  }

  @Override
  public ModelTarget silent() {
    var target = next();
    script(target).plays(Fault.stallAfterHeaders());
    return target;
  }

  @Override
  public ModelTarget asksPerson() {
    var target = next();
    String question =
        "{\"questions\":[{\"question\":\"May I?\",\"header\":\"May\",\"options\":"
            + "[{\"label\":\"yes\",\"description\":\"do\"}]}]}";
    script(target).callsTool("question", question).then().answers("Done.");
    return target;
  }

  /** Has a helper do what asks a person; some versions do not tell it that there is none. */
  ModelTarget helperAsksPerson() {
    var target = next();
    script(target)
        .callsTool(
            "task", "{\"description\":\"d\",\"prompt\":\"look\",\"subagent_type\":\"general\"}")
        .then()
        .callsTool("read", "{\"filePath\":\"/etc/hostname\"}")
        .then()
        .answers("Done.");
    return target;
  }

  @Override
  public ModelTarget withoutFinishReason() {
    var target = next();
    script(target).plays(Oddity.FINISH_MISSING);
    return target;
  }

  @Override
  public ModelTarget limited() {
    var target = next();
    script(target).header("retry-after", "3600").fails(FailureKind.RATE_LIMITED);
    return target;
  }

  @Override
  public ModelTarget unknownModel() {
    return ModelTarget.of("fake", "nobody");
  }

  @Override
  public int asked(ModelTarget model) {
    return (int)
        upstream.calls().stream()
            .filter(call -> call.model().filter(model.model()::equals).isPresent())
            .count();
  }

  /** Ends the server's process, whatever it does. */
  void kill() {
    process.close();
  }

  @Override
  public void close() {
    try (upstream) {
      process.close();
    }
  }

  private ModelTarget next() {
    if (++models > MODELS) {
      throw new IllegalStateException("The server was started with " + MODELS + " models.");
    }
    return ModelTarget.of("fake", "m" + models);
  }

  private ModelScript script(ModelTarget target) {
    return upstream.model(target.model());
  }
}
