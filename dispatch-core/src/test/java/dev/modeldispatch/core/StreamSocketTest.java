package dev.modeldispatch.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.modeldispatch.TimedOut;
import dev.modeldispatch.core.http.BareServer;
import dev.modeldispatch.testkit.VirtualTime;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A server that sends 50 MB, and somebody who reads little of it. */
class StreamSocketTest {
  private static final String KIB = "x".repeat(1 << 10);
  private static final String CHUNK =
      "data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"" + KIB + "\"}}]}\n\n";
  private static final String END =
      "data: {\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]}\n\ndata: [DONE]\n\n";
  private static final long ALL = 50L << 20;
  private static final long LITTLE = 8L << 20;

  private final VirtualTime time = new VirtualTime();
  private final BareServer server = BareServer.open();
  private final ModelDispatch models =
      ModelDispatch.builder()
          .openaiCompatible("local", server.uri())
          .maxResponseBytes(64 << 20)
          .time(time, time)
          .dispatchTimeout(Duration.ofMinutes(2))
          .build();
  private final Puller puller = new Puller();
  private final AtomicLong sent = new AtomicLong();
  private final Thread sending = new Thread(this::sendAll, "bare-server");

  StreamSocketTest() throws IOException {}

  @BeforeEach
  void begin() throws IOException {
    models.stream("local/m", "the-prompt").subscribe(puller);
    server.awaitRequest();
    server.beginReply();
    sending.start();
  }

  @AfterEach
  void close() throws Exception {
    models.close();
    server.close();
    sending.join(5_000);
  }

  @Test
  void serverCannotSendWhatNobodyPullsAndSeesTheCancel() throws Exception {
    puller.pull(100);
    awaitStandstill();
    assertThat(sent.get()).isBetween(256L << 10, LITTLE);

    puller.cancel();

    assertThat(server.seesClose(Duration.ofMillis(500))).isTrue();
    assertThat(puller.events).hasSize(100);
  }

  @Test
  void deadlineClosesASocketThatIsLeftUnread() throws Exception {
    awaitStandstill();

    time.advance(Duration.ofMinutes(2));

    assertThat(server.seesClose(Duration.ofMillis(500))).isTrue();

    assertThat(sent.get()).isLessThan(LITTLE);
    puller.pull(Long.MAX_VALUE);
    puller.awaitComplete();
    assertThat(puller.result()).isInstanceOf(TimedOut.class);
  }

  @Test
  void allArrivesAtWhoPullsAll() {
    puller.pull(Long.MAX_VALUE);

    await().atMost(Duration.ofMinutes(1)).until(() -> puller.completions() > 0);

    assertThat(puller.result().isAnswered()).isTrue();
    assertThat(puller.texts()).isEqualTo(sent.get() / CHUNK.length());
  }

  private void sendAll() {
    try {
      for (; sent.get() < ALL; sent.addAndGet(CHUNK.length())) {
        server.say(CHUNK);
      }
      server.say(END);
      server.hangUp();
    } catch (IOException e) {
      // The client has closed.
    }
  }

  private void awaitStandstill() {
    var before = new AtomicLong(-1);
    await()
        .pollInterval(Duration.ofMillis(200))
        .until(() -> sent.get() > 0 && before.getAndSet(sent.get()) == sent.get());
  }
}
