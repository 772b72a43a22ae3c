package dev.modeldispatch.testkit.server;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.modeldispatch.testkit.server.FakeModelServer.Dialect;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** A plain client of all four forms, for tests: it knows URLs and headers, and nothing of ours. */
final class DialectClient {
  static final String KEY = "key-of-nobody-0123456789";
  static final String PROMPT = "secret prompt";
  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final FakeModelServer server;
  private final Dialect dialect;
  private final String key;
  private final String prompt;

  DialectClient(FakeModelServer server, Dialect dialect) {
    this(server, dialect, KEY, PROMPT);
  }

  /** With another key and prompt, which is written into JSON as it is. */
  DialectClient(FakeModelServer server, Dialect dialect, String key, String prompt) {
    this.server = server;
    this.dialect = dialect;
    this.key = key;
    this.prompt = prompt;
  }

  HttpResponse<String> ask(String model) {
    return post(path(model, false), body(model, false));
  }

  HttpResponse<String> stream(String model) {
    return post(path(model, true), body(model, true));
  }

  /** Begins to stream; cancelled, it hangs up. */
  CompletableFuture<HttpResponse<String>> streaming(String model) {
    var body = HttpRequest.BodyPublishers.ofString(body(model, true));
    var asked = request(path(model, true)).POST(body).build();
    return http.sendAsync(asked, HttpResponse.BodyHandlers.ofString());
  }

  HttpResponse<String> get(String path) {
    return send(request(path).GET());
  }

  HttpResponse<String> get(String path, String header, String value) {
    return send(request(path).header(header, value).GET());
  }

  HttpResponse<String> post(String path, String body) {
    return send(request(path).POST(HttpRequest.BodyPublishers.ofString(body)));
  }

  /** The JSON of each event, and {@code ""} for those that are none. */
  static List<JsonNode> events(String body) throws JsonProcessingException {
    var events = new ArrayList<JsonNode>();
    for (String line : body.lines().toList()) {
      String json = line.startsWith("data: ") ? line.substring("data: ".length()) : line;
      if (json.startsWith("{")) {
        events.add(JSON.readTree(json));
      }
    }
    return events;
  }

  static JsonNode json(HttpResponse<String> response) throws JsonProcessingException {
    return JSON.readTree(response.body());
  }

  private static String path(String model, boolean stream, Dialect dialect) {
    return switch (dialect) {
      case OPENAI -> "/chat/completions";
      case ANTHROPIC -> "/messages";
      case GEMINI ->
          "/models/" + model + (stream ? ":streamGenerateContent?alt=sse" : ":generateContent");
      case OLLAMA -> "/api/chat";
    };
  }

  private String path(String model, boolean stream) {
    return path(model, stream, dialect);
  }

  /** Ollama streams by default, so it is told not to. */
  private String body(String model, boolean stream) {
    String messages = "\"messages\":[{\"role\":\"user\",\"content\":\"" + prompt + "\"}]";
    String common = "{\"model\":\"" + model + "\"," + messages;
    return switch (dialect) {
      case OPENAI ->
          common + (stream ? ",\"stream\":true,\"stream_options\":{\"include_usage\":true}}" : "}");
      case ANTHROPIC -> common + ",\"max_tokens\":100" + (stream ? ",\"stream\":true}" : "}");
      case GEMINI ->
          "{\"contents\":[{\"role\":\"user\",\"parts\":[{\"text\":\"" + prompt + "\"}]}]}";
      case OLLAMA -> common + (stream ? "}" : ",\"stream\":false}");
    };
  }

  private HttpRequest.Builder request(String path) {
    var request =
        HttpRequest.newBuilder(URI.create(server.uri(dialect) + path))
            .header("Content-Type", "application/json")
            .timeout(Duration.ofSeconds(20));
    return switch (dialect) {
      case OPENAI, OLLAMA -> request.header("Authorization", "Bearer " + key);
      case ANTHROPIC -> request.header("x-api-key", key).header("anthropic-version", "2023-06-01");
      case GEMINI -> request.header("x-goog-api-key", key);
    };
  }

  private HttpResponse<String> send(HttpRequest.Builder request) {
    return http.sendAsync(request.build(), HttpResponse.BodyHandlers.ofString()).join();
  }
}
