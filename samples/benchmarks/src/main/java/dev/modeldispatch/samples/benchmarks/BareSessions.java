package dev.modeldispatch.samples.benchmarks;

import dev.modeldispatch.core.opencode.OpencodeOptions;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The calls of a dispatch at a session server, by {@link HttpClient} and nothing around it. */
final class BareSessions implements AutoCloseable {
  private static final Pattern ID = Pattern.compile("\"id\":\"(ses_[A-Za-z0-9]+)\"");
  private static final String SESSION =
      """
      {"title": "bare", "permission": [
        {"permission": "*", "pattern": "*", "action": "deny"},
        {"permission": "StructuredOutput", "pattern": "*", "action": "allow"}]}
      """;
  private static final String MESSAGE =
      """
      {"agent": "dispatch", "model": {"providerID": "fake", "modelID": "quick"},
       "parts": [{"type": "text", "text": "Why is the sky blue?"}]}
      """;

  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final URI server;
  private final String authorization;
  private final CompletableFuture<HttpResponse<Stream<String>>> events;

  private BareSessions(OpencodeOptions options) {
    server = options.uri();
    String pair = options.user() + ":" + options.password().orElseThrow().reveal().orElseThrow();
    authorization =
        "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
    events = client.sendAsync(request("/global/event").GET().build(), BodyHandlers.ofLines());
    var reader = new Thread(this::readEvents, "bare-events");
    reader.setDaemon(true);
    reader.start();
  }

  /** Opens the event stream of the server. */
  static BareSessions open(OpencodeOptions options) {
    return new BareSessions(options);
  }

  /** Makes a session, sends a prompt, deletes the session; returns how many ms that took. */
  double ask() throws IOException, InterruptedException {
    long begun = System.nanoTime();
    Matcher made = ID.matcher(send("/session", "POST", BodyPublishers.ofString(SESSION)));
    if (!made.find()) {
      throw new IllegalStateException("the server made no session");
    }
    String path = "/session/" + made.group(1);
    String answer = send(path + "/message", "POST", BodyPublishers.ofString(MESSAGE));
    send(path, "DELETE", BodyPublishers.noBody());
    double took = (System.nanoTime() - begun) / 1e6;
    if (!answer.contains("scatters")) {
      throw new IllegalStateException("the server gave no answer to the bare client");
    }
    return took;
  }

  private String send(String path, String method, BodyPublisher body)
      throws IOException, InterruptedException {
    var request = request(path).header("Content-Type", "application/json").method(method, body);
    return client.send(request.build(), BodyHandlers.ofString()).body();
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(server.resolve(path)).header("Authorization", authorization);
  }

  private void readEvents() {
    try (Stream<String> lines = events.join().body()) {
      lines.forEach(line -> {});
    } catch (RuntimeException e) {
      // closed
    }
  }

  @Override
  public void close() {
    events.cancel(true);
  }
}
