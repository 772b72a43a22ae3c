package dev.modeldispatch.core.opencode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.modeldispatch.ModelResult;
import dev.modeldispatch.Prompt;
import dev.modeldispatch.core.ModelDispatch;
import dev.modeldispatch.core.http.HttpLimits;
import dev.modeldispatch.core.http.HttpTransport;
import dev.modeldispatch.core.internal.DispatchThreads;
import dev.modeldispatch.core.internal.MonotonicTime;
import dev.modeldispatch.core.internal.Resources;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ScheduledExecutorService;
import java.util.stream.Stream;

/** The real server, a model server above it, and a client of our own to look behind it. */
final class LiveRig implements AutoCloseable {
  private static final Duration ASK = Duration.ofSeconds(20);
  private static final Duration CLEAN = Duration.ofSeconds(3);

  /** The promise is 250 ms, shown over the fakes; here two servers share the machine as well. */
  private static final Duration LATE = Duration.ofSeconds(1);

  private final ScheduledExecutorService timers = DispatchThreads.timers();
  private final Resources resources = new Resources(MonotonicTime.start(), timers, Runnable::run);
  private final HttpTransport transport =
      HttpTransport.open(HttpLimits.STANDARD, timers, resources.clock());
  private final Upstream upstream;
  private final OpencodeServer server;
  private final ServerApi api;

  private LiveRig(Upstream upstream) {
    this.upstream = upstream;
    server =
        OpencodeServer.start(
            OpencodeServerOptions.builder(WithOpencode.binary().orElseThrow())
                .provider("fake", upstream.uri(), upstream.models())
                .build());
    api = new ServerApi(server.options(), transport, resources);
    var warmed = api.get("/provider", ASK).join();
    assertThat(warmed.isFine()).as("the server lists its providers").isTrue();
  }

  static LiveRig start(Upstream upstream) {
    return new LiveRig(upstream);
  }

  OpencodeServer server() {
    return server;
  }

  ServerApi api() {
    return api;
  }

  JsonNode get(String path) {
    return api.get(path, ASK).join().json().orElseThrow();
  }

  ModelDispatch connect() {
    return ModelDispatch.builder().opencode(server).build();
  }

  /** Asks once over a front door of its own; the result is not late, and nothing is left of it. */
  ModelResult ask(String target, Prompt prompt) {
    try (var models = connect()) {
      return ask(models, target, prompt);
    } finally {
      assertClean();
    }
  }

  ModelResult ask(ModelDispatch models, String target, Prompt prompt) {
    var begun = resources.clock().instant();
    ModelResult result = models.ask(target, prompt);
    var took = Duration.between(begun, resources.clock().instant());
    assertThat(took).isLessThanOrEqualTo(prompt.timeout().orElseThrow().plus(LATE));
    return result;
  }

  /** Within 3 s there is no session of ours, no prompt at the model server, no socket of ours. */
  void assertClean() {
    await("sessions, model calls and sockets gone")
        .atMost(CLEAN)
        .pollDelay(Duration.ZERO)
        .untilAsserted(
            () -> {
              assertThat(get("/session")).as("sessions").isEmpty();
              assertThat(upstream.running()).as("model calls").isZero();
            });
  }

  /** {@return how many connections to the server are open on the client's side} */
  long sockets() {
    // An idle connection of a closed client goes when the client is collected, on JDK 17.
    System.gc();
    String port = String.format(Locale.ROOT, ":%04X", server.uri().getPort());
    try (Stream<String> lines = Files.lines(Path.of("/proc/net/tcp"))) {
      return lines
          .map(line -> List.of(line.strip().split("\\s+")))
          .filter(cells -> cells.size() > 3 && cells.get(2).endsWith(port))
          .filter(cells -> cells.get(3).equals("01"))
          .count();
    } catch (IOException e) {
      return 0;
    }
  }

  @Override
  public void close() {
    transport.close();
    timers.shutdownNow();
    server.close();
    upstream.close();
  }
}
