package dev.modeldispatch.core.opencode;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.modeldispatch.FailureKind;
import dev.modeldispatch.ModelTarget;
import dev.modeldispatch.Session;
import dev.modeldispatch.Usage;
import dev.modeldispatch.core.internal.Json;
import dev.modeldispatch.testkit.server.FakeModelServer;
import dev.modeldispatch.testkit.server.Fault;
import dev.modeldispatch.testkit.server.ModelScript;
import dev.modeldispatch.testkit.server.Oddity;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A real server; the model server that it calls is scripted. */
final class RealWorld implements OpencodeWorld {
  private static final int MODELS = 200;

  private final FakeModelServer upstream = FakeModelServer.start();
  private final OpencodeProcess process;
  private final URI address;
  private int models;

  RealWorld(Path binary, Path home) throws Exception {
    process = OpencodeProcess.start(binary, home, config().toString());
    address = process.awaitAddress();
  }

  private ObjectNode config() {
    ObjectNode config = Json.object().put("autoupdate", false).put("share", "disabled");
    config.put("snapshot", false).put("lsp", false).put("formatter", false);
    config.putObject("compaction").put("auto", false).put("prune", false);
    config.putArray("enabled_providers").add("fake");
    config.putObject("permission").put("*", "deny").put("StructuredOutput", "allow");
    ObjectNode agents = config.putObject("agent");
    agents.putObject("title").put("disable", true);
    ObjectNode asker = agents.putObject("asker").put("mode", "primary").put("prompt", "Work.");
    asker.putObject("permission").put("*", "deny").put("bash", "ask");
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
    return OpencodeOptions.builder(address);
  }

  @Override
  public ModelTarget answers(String text) {
    var target = next();
    script(target).answers(text);
    return target;
  }

  @Override
  public ModelTarget answers(String text, Usage usage) {
    var target = next();
    script(target).using(usage).answers(text);
    return target;
  }

  @Override
  public ModelTarget reasons(String thoughts, String text) {
    var target = next();
    script(target).reasoning(thoughts).answers(text);
    return target;
  }

  @Override
  public ModelTarget structures(String json) {
    var target = next();
    script(target).callsTool("StructuredOutput", json);
    return target;
  }

  @Override
  public ModelTarget fails(FailureKind kind) {
    var target = next();
    var script = script(target);
    if (kind == FailureKind.RATE_LIMITED) {
      script.header("retry-after", "3600");
    }
    script.fails(kind);
    return target;
  }

  @Override
  public ModelTarget limitedOnce(Duration retryAfter, String text) {
    var target = next();
    script(target)
        .header("retry-after", Long.toString(retryAfter.toSeconds()))
        .fails(FailureKind.RATE_LIMITED)
        .then()
        .answers(text);
    return target;
  }

  @Override
  public ModelTarget withoutFinishReason() {
    var target = next();
    script(target).plays(Oddity.FINISH_MISSING);
    return target;
  }

  @Override
  public ModelTarget stallsIn(String text) {
    var target = next();
    script(target).answers(text, Fault.stallAfterTokens(2));
    return target;
  }

  @Override
  public ModelTarget silent() {
    var target = next();
    script(target).plays(Fault.stallAfterHeaders());
    return target;
  }

  @Override
  public ModelTarget wantsTool() {
    var target = next();
    script(target).callsTool("bash", "{\"command\":\"ls\",\"description\":\"lists\"}");
    return target;
  }

  @Override
  public Session sessionThatAsks() throws Exception {
    return FakeWorld.newSession(address);
  }

  @Override
  public String askingAgent() {
    return "asker";
  }

  @Override
  public ModelTarget unknownModel() {
    return ModelTarget.of("fake", "nobody");
  }

  @Override
  public ModelTarget unknownProvider() {
    return ModelTarget.of("nowhere", "model");
  }

  @Override
  public List<String> sessions() throws Exception {
    return ids(address.resolve("/session"));
  }

  static List<String> ids(URI list) throws Exception {
    var http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    var request = HttpRequest.newBuilder(list).timeout(Duration.ofSeconds(10)).build();
    var listed = http.send(request, HttpResponse.BodyHandlers.ofString()).body();
    List<String> ids = new ArrayList<>();
    for (JsonNode session : Json.parse(listed)) {
      ids.add(session.path("id").asText());
    }
    return ids;
  }

  @Override
  public void awaitRest(Duration limit) throws InterruptedException {
    upstream.awaitIdle(limit);
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
