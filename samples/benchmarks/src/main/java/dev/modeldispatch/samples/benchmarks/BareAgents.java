package dev.modeldispatch.samples.benchmarks;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Agent sessions at an opencode server by {@link HttpClient}, with the fewest calls there can be.
 */
final class BareAgents implements AutoCloseable {
  private static final Pattern ID = Pattern.compile("\"id\":\"(ses_[A-Za-z0-9]+)\"");
  private static final Pattern IDLE =
      Pattern.compile("\"type\":\"session.idle\".*\"sessionID\":\"(ses_[A-Za-z0-9]+)\"");
  private static final String PROMPT =
      "{\"model\": {\"providerID\": \"fake\", \"modelID\": \"m\"},"
          + " \"parts\": [{\"type\": \"text\", \"text\": \"Do it.\"}]}";

  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final URI server;
  private final String directory;
  private final Map<String, CompletableFuture<Long>> idle = new ConcurrentHashMap<>();
  private final CountDownLatch listening = new CountDownLatch(1);
  private final CompletableFuture<HttpResponse<Stream<String>>> events;

  private BareAgents(URI server, String directory) {
    this.server = server;
    this.directory = directory;
    events = client.sendAsync(request("/global/event").GET().build(), BodyHandlers.ofLines());
    var reader = new Thread(this::readEvents, "bare-events");
    reader.setDaemon(true);
    reader.start();
  }

  static BareAgents open(URI server, String directory) throws InterruptedException {
    var bare = new BareAgents(server, directory);
    bare.listening.await();
    return bare;
  }

  /** Returns how many ms each session took, from its creation to its event of being idle. */
  double[] round(int sessions) {
    List<CompletableFuture<Double>> ends = new ArrayList<>();
    List<CompletableFuture<String>> made = new ArrayList<>();
    for (int n = 0; n < sessions; n++) {
      long began = System.nanoTime();
      CompletableFuture<String> id =
          send("/session", "POST", "{\"title\": \"bare\"}").thenApply(BareAgents::id);
      made.add(id);
      ends.add(
          id.thenCompose(
                  session ->
                      send("/session/" + session + "/prompt_async", "POST", PROMPT)
                          .thenCompose(taken -> end(session)))
              .thenApply(at -> (at - began) / 1e6));
    }
    double[] took = ends.stream().mapToDouble(CompletableFuture::join).toArray();
    made.forEach(id -> send("/session/" + id.join(), "DELETE", "").join());
    return took;
  }

  private CompletableFuture<Long> end(String session) {
    return idle.computeIfAbsent(session, s -> new CompletableFuture<>());
  }

  private static String id(String body) {
    Matcher made = ID.matcher(body);
    if (!made.find()) {
      throw new IllegalStateException("the server made no session");
    }
    return made.group(1);
  }

  private CompletableFuture<String> send(String path, String method, String body) {
    BodyPublisher sent = body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body);
    var request = request(path).header("Content-Type", "application/json").method(method, sent);
    return client.sendAsync(request.build(), BodyHandlers.ofString()).thenApply(HttpResponse::body);
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(server.resolve(path + "?directory=" + directory));
  }

  private void readEvents() {
    try (Stream<String> lines = events.join().body()) {
      lines.forEach(
          line -> {
            listening.countDown();
            Matcher rests = IDLE.matcher(line);
            if (rests.find()) {
              end(rests.group(1)).complete(System.nanoTime());
            }
          });
    } catch (RuntimeException e) {
      // closed
    }
  }

  @Override
  public void close() {
    events.cancel(true);
  }
}
