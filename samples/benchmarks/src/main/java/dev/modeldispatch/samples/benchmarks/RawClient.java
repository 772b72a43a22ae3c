package dev.modeldispatch.samples.benchmarks;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Flow;
import java.util.function.Consumer;

/**
 * What we are measured against: {@link HttpClient#sendAsync} and nothing around it. One request,
 * built beforehand, and an answer that is not read.
 */
final class RawClient implements AutoCloseable {
  private static final int THREADS = 2;

  private final ExecutorService executor =
      Executors.newFixedThreadPool(
          THREADS,
          task -> {
            var thread = new Thread(task, "raw-client");
            thread.setDaemon(true);
            return thread;
          });
  private final HttpClient client =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(10))
          .executor(executor)
          .build();
  private final HttpRequest request;

  /** Makes a client that sends its request to the server at this base. */
  RawClient(URI base) {
    request =
        HttpRequest.newBuilder(base.resolve(ChatAnswer.PATH))
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(ChatAnswer.REQUEST))
            .build();
  }

  /** Sends the request and returns at once. */
  CompletableFuture<HttpResponse<byte[]>> send() {
    return client.sendAsync(request, HttpResponse.BodyHandlers.ofByteArray());
  }

  /** Sends the request, and tells whether it was answered. */
  void send(Consumer<Boolean> done) {
    var unused =
        send()
            .whenComplete(
                (response, error) -> done.accept(error == null && response.statusCode() == 200));
  }

  /** Sends this body, and hands on each line of the answer as it comes. */
  CompletableFuture<HttpResponse<Void>> lines(String body, Consumer<String> onLine) {
    HttpRequest asking =
        HttpRequest.newBuilder(request, (name, value) -> true)
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build();
    return client.sendAsync(
        asking, HttpResponse.BodyHandlers.fromLineSubscriber(new Lines(onLine)));
  }

  private record Lines(Consumer<String> onLine) implements Flow.Subscriber<String> {
    @Override
    public void onSubscribe(Flow.Subscription subscription) {
      subscription.request(Long.MAX_VALUE);
    }

    @Override
    public void onNext(String line) {
      onLine.accept(line);
    }

    @Override
    public void onError(Throwable thrown) {
      // The call's future tells.
    }

    @Override
    public void onComplete() {
      // The call's future tells.
    }
  }

  @Override
  public void close() {
    executor.shutdown();
  }
}
