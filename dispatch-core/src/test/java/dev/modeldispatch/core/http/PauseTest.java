package dev.modeldispatch.core.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.modeldispatch.Attempt;
import dev.modeldispatch.FailureKind;
import dev.modeldispatch.testkit.VirtualTime;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a slow reader leaves at the socket is not the server's silence. */
class PauseTest {
  private static final Duration IDLE = Duration.ofSeconds(10);

  private final VirtualTime time = new VirtualTime();
  private final SlowSink sink = new SlowSink();
  private final HttpTransport transport =
      HttpTransport.open(
          new HttpLimits(Duration.ofSeconds(5), IDLE, Optional.empty(), 1 << 20, 256 << 10),
          time,
          time);
  private final BareServer server = BareServer.open();
  private Exchange exchange = () -> {};

  PauseTest() throws IOException {}

  @BeforeEach
  void send() throws IOException {
    exchange = transport.send(ask(), sink);
    server.awaitRequest();
    server.beginReply();
  }

  @AfterEach
  void close() throws IOException {
    transport.close();
    server.close();
  }

  @Test
  void pausedExchangeIsNotIdle() throws IOException {
    server.say("one");
    sink.awaitHeld(1);

    time.advance(IDLE.multipliedBy(100));

    assertThat(sink.end).isNotDone();
  }

  @Test
  void idleLimitCountsAnewFromTheMomentOfReadingOn() throws Exception {
    server.say("one");
    Runnable readOn = sink.awaitHeld(1);
    time.advance(IDLE.multipliedBy(3));

    readOn.run();
    time.advance(IDLE.minusMillis(1));
    assertThat(sink.end).isNotDone();
    time.advance(Duration.ofSeconds(2));

    assertThat(sink.broken().failure().kind()).isEqualTo(FailureKind.STALLED);
    assertThat(sink.broken().failure().message()).endsWith("sent no content for 10000 ms.");
    assertThat(sink.broken().sent()).isEqualTo(Attempt.Sent.YES);
  }

  @Test
  void pingThatIsReadAtOnceIsStillSilence() throws Exception {
    sink.hurry();
    server.say("one");
    sink.awaitText("one");
    time.advance(IDLE.dividedBy(2));
    server.say(": ping");
    sink.awaitText("one: ping");

    time.advance(IDLE.dividedBy(2).plusSeconds(1));

    assertThat(sink.broken().failure().kind()).isEqualTo(FailureKind.STALLED);
  }

  @Test
  void nothingIsReadWhileItIsPaused() throws IOException {
    server.say("one");
    Runnable readOn = sink.awaitHeld(1);
    server.say("two");

    await().pollDelay(100, TimeUnit.MILLISECONDS).until(() -> sink.held.size() == 1);
    sink.awaitText("one");
    readOn.run();

    sink.awaitText("onetwo");
  }

  @Test
  void readingOnTwiceAsksForOnePiece() throws IOException {
    server.say("one");
    Runnable readOn = sink.awaitHeld(1);

    readOn.run();
    readOn.run();
    server.say("two");
    sink.awaitHeld(2);
    readOn.run();
    server.say("three");

    await().pollDelay(100, TimeUnit.MILLISECONDS).until(() -> sink.held.size() == 2);
    sink.awaitText("onetwo");
  }

  @Test
  void readingOnAfterTheEndIsHarmless() throws Exception {
    server.say("one");
    sink.awaitHeld(1).run();
    server.hangUp();

    HttpEnd end = sink.end.get(5, TimeUnit.SECONDS);
    sink.held.forEach(Runnable::run);
    sink.held.forEach(Runnable::run);

    assertThat(end).isInstanceOf(HttpEnd.Whole.class);
  }

  @Test
  void abortWhilePausedClosesTheSocketAtOnce() throws IOException {
    server.say("one");
    Runnable readOn = sink.awaitHeld(1);

    exchange.abort();

    assertThat(server.seesClose(Duration.ofMillis(500))).isTrue();
    readOn.run();
    assertThat(sink.end).isNotDone();
  }

  @Test
  void closeOfTheTransportEndsAPausedExchange() throws Exception {
    server.say("one");
    sink.awaitHeld(1);

    transport.close();

    assertThat(sink.broken().failure().kind()).isEqualTo(FailureKind.CANCELLED);
    assertThat(server.seesClose(Duration.ofMillis(500))).isTrue();
  }

  private HttpAsk ask() {
    return HttpAsk.post(server.uri(), Map.of(), "the-prompt".getBytes(StandardCharsets.UTF_8));
  }
}
