package dev.modeldispatch.testkit.server;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/** A plain client of the OpenAI form, for tests. */
final class ChatClient {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final URI base;

  ChatClient(URI base) {
    this.base = base;
  }

  HttpResponse<String> ask(String model) {
    return askAsync(model).join();
  }

  HttpResponse<String> stream(String model) {
    var body = body(model).put("stream", true);
    body.putObject("stream_options").put("include_usage", true);
    return send(body).join();
  }

  CompletableFuture<HttpResponse<String>> askAsync(String model) {
    return send(body(model));
  }

  private static ObjectNode body(String model) {
    return JSON.createObjectNode()
        .put("model", model)
        .set("messages", JSON.createArrayNode().add(message()));
  }

  private CompletableFuture<HttpResponse<String>> send(ObjectNode body) {
    return http.sendAsync(
        request("/chat/completions")
            .POST(HttpRequest.BodyPublishers.ofString(body.toString()))
            .build(),
        HttpResponse.BodyHandlers.ofString());
  }

  HttpResponse<String> get(String path) {
    return http.sendAsync(request(path).build(), HttpResponse.BodyHandlers.ofString()).join();
  }

  static JsonNode json(HttpResponse<String> response) throws JsonProcessingException {
    return JSON.readTree(response.body());
  }

  private static JsonNode message() {
    return JSON.createObjectNode().put("role", "user").put("content", "secret prompt");
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(base + path))
        .header("Authorization", "Bearer sk-secret")
        .header("Content-Type", "application/json")
        .timeout(Duration.ofSeconds(20));
  }
}
