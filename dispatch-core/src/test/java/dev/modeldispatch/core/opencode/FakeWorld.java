package dev.modeldispatch.core.opencode;

import dev.modeldispatch.FailureKind;
import dev.modeldispatch.ModelTarget;
import dev.modeldispatch.Session;
import dev.modeldispatch.Usage;
import dev.modeldispatch.core.internal.Json;
import dev.modeldispatch.testkit.server.FakeOpencodeServer;
import dev.modeldispatch.testkit.server.OpencodeScript;
import dev.modeldispatch.testkit.server.OpencodeVersion;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;

/** A fake server, scripted itself. */
final class FakeWorld implements OpencodeWorld {
  private final FakeOpencodeServer server;
  private int models;

  FakeWorld(OpencodeVersion version) {
    server = FakeOpencodeServer.start(version);
  }

  FakeOpencodeServer server() {
    return server;
  }

  @Override
  public OpencodeOptions.Builder options() {
    return OpencodeOptions.builder(server.baseUri());
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
    script(target).structured(json);
    return target;
  }

  @Override
  public ModelTarget fails(FailureKind kind) {
    var target = next();
    switch (kind) {
      case RATE_LIMITED ->
          script(target).retries("Rate limit reached", Duration.ofHours(1)).answers("late");
      case SERVER_ERROR ->
          script(target)
              .retries("The server had an error", Duration.ofMillis(500))
              .retries("The server had an error", Duration.ofHours(1))
              .fails(kind);
      default -> script(target).fails(kind);
    }
    return target;
  }

  @Override
  public ModelTarget limitedOnce(Duration retryAfter, String text) {
    var target = next();
    script(target).retries("Rate limit reached", retryAfter).answers(text);
    return target;
  }

  @Override
  public ModelTarget withoutFinishReason() {
    var target = next();
    script(target).loops(Duration.ofMillis(30));
    return target;
  }

  @Override
  public ModelTarget stallsIn(String text) {
    var target = next();
    script(target).stallsAfter(text);
    return target;
  }

  @Override
  public ModelTarget silent() {
    var target = next();
    script(target).hangs();
    return target;
  }

  @Override
  public ModelTarget wantsTool() {
    var target = next();
    script(target).asksPermission("bash");
    return target;
  }

  @Override
  public Session sessionThatAsks() throws Exception {
    return newSession(server.baseUri());
  }

  static Session newSession(URI server) throws Exception {
    var http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    var request =
        HttpRequest.newBuilder(server.resolve("/session"))
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString("{\"title\":\"not ours\"}"))
            .build();
    var made = http.send(request, HttpResponse.BodyHandlers.ofString()).body();
    return Session.continuedThenClosed(Json.parse(made).path("id").asText());
  }

  @Override
  public String askingAgent() {
    return "asker";
  }

  @Override
  public ModelTarget unknownModel() {
    var target = answers("never");
    return ModelTarget.of(target.provider(), "nobody");
  }

  @Override
  public ModelTarget unknownProvider() {
    return ModelTarget.of("nowhere", "model");
  }

  @Override
  public List<String> sessions() {
    return server.openSessions();
  }

  @Override
  public void awaitRest(Duration limit) throws InterruptedException {
    server.awaitRest(limit);
  }

  @Override
  public void close() {
    server.close();
  }

  private ModelTarget next() {
    return ModelTarget.of("fake", "m" + ++models);
  }

  private OpencodeScript script(ModelTarget target) {
    return server.model(target.toString());
  }
}
