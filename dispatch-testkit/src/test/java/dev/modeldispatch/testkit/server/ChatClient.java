package dev.modeldispatch.testkit.server;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
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

  CompletableFuture<HttpResponse<String>> askAsync(String model) {
    var body =
        JSON.createObjectNode()
            .put("model", model)
            .set("messages", JSON.createArrayNode().add(message()));
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
