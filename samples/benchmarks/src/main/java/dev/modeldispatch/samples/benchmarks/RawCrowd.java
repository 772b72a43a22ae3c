package dev.modeldispatch.samples.benchmarks;

import java.net.URI;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;

/** As many calls of a raw client. */
final class RawCrowd implements Crowd {
  private final RawClient client;
  private final int calls;

  RawCrowd(URI server, int calls) {
    this.client = new RawClient(server);
    this.calls = calls;
  }

  @Override
  public Flight start() {
    return new RawFlight(IntStream.range(0, calls).mapToObj(n -> client.send()).toList());
  }

  @Override
  public void close() {
    client.close();
  }

  private record RawFlight(List<CompletableFuture<HttpResponse<byte[]>>> futures)
      implements Flight {
    @Override
    public int open() {
      return (int) futures.stream().filter(future -> !future.isDone()).count();
    }

    @Override
    public int await() {
      return (int) futures.stream().filter(RawFlight::isAnswered).count();
    }

    private static boolean isAnswered(CompletableFuture<HttpResponse<byte[]>> future) {
      return future.handle((r, error) -> error == null && r.statusCode() == 200).join();
    }
  }
}
