package dev.modeldispatch.core.provider;

import static org.assertj.core.api.Assertions.assertThat;

import dev.modeldispatch.ApiKey;
import dev.modeldispatch.FailureKind;
import dev.modeldispatch.core.http.BaseUrl;
import dev.modeldispatch.core.http.HttpLimits;
import dev.modeldispatch.core.http.HttpTransport;
import dev.modeldispatch.core.internal.DispatchThreads;
import dev.modeldispatch.core.internal.MonotonicTime;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ModelListTest {
  private static final String PAGE =
      "{\"data\":[{\"id\":\"a\"}],\"has_more\":true,\"last_id\":\"a\"}";

  private final ScheduledExecutorService timers = DispatchThreads.timers();
  private final MonotonicTime clock = MonotonicTime.start();
  private final HttpTransport transport = HttpTransport.open(HttpLimits.STANDARD, timers, clock);

  @AfterEach
  void close() {
    transport.close();
    timers.shutdownNow();
  }

  @Test
  void pageThatNeverComesIsGivenUpAtTheSocket() throws Exception {
    try (var server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      var base = URI.create("http://127.0.0.1:" + server.getLocalPort() + "/v1");
      var connector =
          ProviderConnector.anthropic(
              BaseUrl.of(base), ApiKey.of("sk-of-nobody"), transport, clock);

      var told = connector.discover(Duration.ofSeconds(2));

      try (Socket client = server.accept()) {
        client.setSoTimeout(20_000);
        var reader =
            new BufferedReader(
                new InputStreamReader(client.getInputStream(), StandardCharsets.UTF_8));
        assertThat(request(reader)).contains("GET /v1/models?limit=1000 ");
        reply(client);
        assertThat(request(reader)).contains("GET /v1/models?limit=1000&after_id=a ");

        var status = told.get(20, TimeUnit.SECONDS).get(0);

        assertThat(status.failure().orElseThrow().kind()).isEqualTo(FailureKind.STALLED);
        assertThat(status.models()).isEmpty();
        assertThat(reader.read()).as("the end of the connection").isEqualTo(-1);
      }
    }
  }

  private static String request(BufferedReader reader) throws IOException {
    String first = reader.readLine();
    String line = first;
    while (line != null && !line.isEmpty()) {
      line = reader.readLine();
    }
    return String.valueOf(first);
  }

  private static void reply(Socket client) throws IOException {
    String head = "HTTP/1.1 200 OK\r\nContent-Length: " + PAGE.length() + "\r\n\r\n";
    client.getOutputStream().write((head + PAGE).getBytes(StandardCharsets.UTF_8));
    client.getOutputStream().flush();
  }
}
