package dev.modeldispatch.core.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.modeldispatch.core.internal.DispatchThreads;
import dev.modeldispatch.core.internal.MonotonicTime;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** No byte of a body, and so of a prompt, leaves before {@code sending()} was said. */
class SendingTest {
  private final CountDownLatch said = new CountDownLatch(1);
  private final CountDownLatch maySend = new CountDownLatch(1);
  private volatile boolean calledOff;
  private final java.util.concurrent.ScheduledExecutorService timers = DispatchThreads.timers();
  private final HttpTransport transport =
      HttpTransport.open(HttpLimits.STANDARD, timers, MonotonicTime.start());

  @AfterEach
  void close() {
    maySend.countDown();
    transport.close();
    timers.shutdownNow();
  }

  @Test
  void bodyStaysHereUntilSendingWasSaid() throws Exception {
    try (var server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      var uri = URI.create("http://127.0.0.1:" + server.getLocalPort() + "/v1");
      byte[] body = "the-prompt".getBytes(StandardCharsets.UTF_8);

      transport.send(HttpAsk.post(uri, Map.of(), body), holdingBack());
      try (var socket = server.accept()) {
        assertThat(said.await(5, TimeUnit.SECONDS)).isTrue();
        socket.setSoTimeout(300);
        String before = readUntilSilent(socket.getInputStream());
        maySend.countDown();
        socket.setSoTimeout(5_000);
        String whole = before + readUntil("the-prompt", socket.getInputStream());

        assertThat(before).doesNotContain("the-prompt"); // the head may be there
        assertThat(whole).startsWith("POST /v1 HTTP/1.1").endsWith("the-prompt");
      }
    }
  }

  @Test
  void noByteOfTheBodyLeavesWhenItWasCalledOffBefore() throws Exception {
    try (var server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      var uri = URI.create("http://127.0.0.1:" + server.getLocalPort() + "/v1");
      calledOff = true;
      maySend.countDown();

      byte[] body = "the-prompt".getBytes(StandardCharsets.UTF_8);
      transport.send(HttpAsk.post(uri, Map.of(), body), holdingBack());
      try (var socket = server.accept()) {
        assertThat(said.await(5, TimeUnit.SECONDS)).isTrue();
        socket.setSoTimeout(5_000);

        assertThat(readUntilSilent(socket.getInputStream())).doesNotContain("the-prompt");
      }
    }
  }

  @Test
  void nothingIsSaidWhenTheConnectionIsRefused() throws Exception {
    int port;
    try (var server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = server.getLocalPort();
    }
    var ended = new CountDownLatch(1);

    transport.send(
        HttpAsk.post(URI.create("http://127.0.0.1:" + port + "/"), Map.of(), new byte[10]),
        sink(said::countDown, ended::countDown));

    assertThat(ended.await(5, TimeUnit.SECONDS)).isTrue();
    assertThat(said.getCount()).isOne();
  }

  private HttpSink holdingBack() {
    return sink(
        () -> {
          said.countDown();
          try {
            maySend.await();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        },
        () -> {});
  }

  private HttpSink sink(Runnable sending, Runnable ended) {
    return new HttpSink() {
      @Override
      public boolean sending() {
        sending.run();
        return !calledOff;
      }

      @Override
      public void ended(HttpEnd end) {
        ended.run();
      }
    };
  }

  private static String readUntil(String last, InputStream in) throws IOException {
    var text = new StringBuilder();
    while (text.indexOf(last) < 0) {
      int b = in.read();
      if (b < 0) {
        throw new IOException("closed before " + last);
      }
      text.append((char) b);
    }
    return text.toString();
  }

  private static String readUntilSilent(InputStream in) throws IOException {
    var text = new StringBuilder();
    try {
      for (int b = in.read(); b >= 0; b = in.read()) {
        text.append((char) b);
      }
    } catch (SocketTimeoutException e) {
      return text.toString();
    }
    return text.toString();
  }
}
