package dev.modeldispatch.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.modeldispatch.TimedOut;
import dev.modeldispatch.core.http.BareServer;
import dev.modeldispatch.core.http.HttpLimits;
import dev.modeldispatch.core.http.HttpTransport;
import dev.modeldispatch.core.http.LineConnector;
import dev.modeldispatch.core.internal.DispatchThreads;
import dev.modeldispatch.core.internal.MonotonicTime;
import dev.modeldispatch.testkit.VirtualTime;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A server that sends 50 MB, and somebody who reads little of it. */
class StreamSocketTest {
  private static final String LINE = "x".repeat(1_023) + "\n";
  private static final long ALL = 50L << 20;
  private static final long LITTLE = 8L << 20;

  private final VirtualTime time = new VirtualTime();
  private final ScheduledExecutorService timers = DispatchThreads.timers();
  private final HttpTransport transport =
      HttpTransport.open(HttpLimits.STANDARD, timers, MonotonicTime.start());
  private final BareServer server = BareServer.open();
  private final ModelDispatch models =
      ModelDispatch.builder()
          .connector(new LineConnector(transport, server.uri()))
          .time(time, time)
          .dispatchTimeout(Duration.ofMinutes(2))
          .build();
  private final Puller puller = new Puller();
  private final AtomicLong sent = new AtomicLong();
  private final Thread sending = new Thread(this::sendAll, "bare-server");

  StreamSocketTest() throws IOException {}

  @BeforeEach
  void begin() throws IOException {
    models.stream("lines/m", "the-prompt").subscribe(puller);
    server.awaitRequest("the-prompt");
    server.beginReply();
    sending.start();
  }

  @AfterEach
  void close() throws Exception {
    models.close();
    transport.close();
    timers.shutdownNow();
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

    puller.awaitComplete();

    assertThat(puller.result().isAnswered()).isTrue();
    assertThat(puller.texts()).isEqualTo(ALL / LINE.length());
  }

  private void sendAll() {
    try {
      for (; sent.get() < ALL; sent.addAndGet(LINE.length())) {
        server.say(LINE);
      }
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
