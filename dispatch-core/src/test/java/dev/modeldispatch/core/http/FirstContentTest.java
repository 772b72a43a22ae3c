package dev.modeldispatch.core.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.modeldispatch.Attempt;
import dev.modeldispatch.FailureKind;
import dev.modeldispatch.testkit.VirtualTime;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** How long the first content may take. */
class FirstContentTest {
  private static final Duration FIRST = Duration.ofSeconds(5);

  private final VirtualTime time = new VirtualTime();
  private final SlowSink sink = new SlowSink();
  private final BareServer server = BareServer.open();
  private HttpTransport transport = transport(Optional.of(FIRST));

  FirstContentTest() throws IOException {}

  @AfterEach
  void close() throws IOException {
    transport.close();
    server.close();
  }

  @Test
  void replyThatDoesNotBeginIsStalled() throws Exception {
    send(ask());

    time.advance(FIRST.minusMillis(1));
    assertThat(sink.end).isNotDone();
    time.advance(Duration.ofSeconds(1));

    assertThat(sink.broken().failure().kind()).isEqualTo(FailureKind.STALLED);
    assertThat(sink.broken().failure().message()).endsWith("sent no first content for 5000 ms.");
    assertThat(sink.broken().failure().evidence()).isEqualTo("first-content limit 5000 ms");
    assertThat(sink.broken().sent()).isEqualTo(Attempt.Sent.MAYBE);
    assertThat(server.seesClose(Duration.ofMillis(500))).isTrue();
  }

  @Test
  void headAndPingsAreNoContent() throws Exception {
    send(ask());
    server.beginReply();
    server.say(": ping");
    sink.awaitHeld(1).run();

    time.advance(FIRST.plusSeconds(1));

    assertThat(sink.broken().failure().kind()).isEqualTo(FailureKind.STALLED);
    assertThat(sink.broken().sent()).isEqualTo(Attempt.Sent.YES);
  }

  @Test
  void onceContentCameTheLimitIsTheIdleOne() throws IOException {
    send(ask());
    server.beginReply();
    server.say("one");
    sink.awaitHeld(1).run();

    time.advance(FIRST.multipliedBy(3));

    assertThat(sink.end).isNotDone();
  }

  @Test
  void byDefaultThereIsNoLimitBeforeTheReplyBegins() throws IOException {
    transport.close();
    transport = transport(Optional.empty());
    send(ask());

    time.advance(Duration.ofHours(10));

    assertThat(sink.end).isNotDone();
  }

  @Test
  void askWithAnIdleLimitOfItsOwnHasNone() throws IOException {
    send(ask().withIdle(Duration.ofDays(1)));

    time.advance(Duration.ofHours(10));

    assertThat(sink.end).isNotDone();
  }

  private void send(HttpAsk ask) throws IOException {
    transport.send(ask, sink);
    server.awaitRequest();
  }

  private HttpAsk ask() {
    return HttpAsk.post(server.uri(), Map.of(), "the-prompt".getBytes(StandardCharsets.UTF_8));
  }

  private HttpTransport transport(Optional<Duration> first) {
    var limits =
        new HttpLimits(Duration.ofSeconds(5), Duration.ofMinutes(1), first, 1 << 20, 256 << 10);
    return HttpTransport.open(limits, time, time);
  }
}
