package dev.modeldispatch.core.http;

import static org.awaitility.Awaitility.await;

import java.net.http.HttpHeaders;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

/** Takes pieces as they come, and reads on when the test says so. */
class SlowSink implements HttpSink, BodyReader {
  final List<Runnable> held = new CopyOnWriteArrayList<>();
  final CompletableFuture<HttpEnd> end = new CompletableFuture<>();
  private final AtomicReference<String> read = new AtomicReference<>("");
  private volatile boolean atOnce;

  @Override
  public boolean sending() {
    return true;
  }

  @Override
  public Optional<BodyReader> reader(int status, HttpHeaders headers) {
    return Optional.of(this);
  }

  @Override
  public boolean read(ByteBuffer piece) {
    String text = StandardCharsets.UTF_8.decode(piece).toString();
    read.updateAndGet(before -> before + text);
    return !text.startsWith(":");
  }

  @Override
  public void whenRead(Runnable readOn) {
    if (atOnce) {
      readOn.run();
    } else {
      held.add(readOn);
    }
  }

  @Override
  public void ended(HttpEnd how) {
    end.complete(how);
  }

  /** Reads on at once from now on. */
  void hurry() {
    atOnce = true;
  }

  void awaitText(String wanted) {
    await().until(() -> wanted.equals(read.get()));
  }

  /** Waits until it is asked for the nth time when to read on. */
  Runnable awaitHeld(int number) {
    await().until(() -> held.size() >= number);
    return held.get(number - 1);
  }

  HttpEnd.Broken broken() throws Exception {
    return (HttpEnd.Broken) end.get(5, TimeUnit.SECONDS);
  }
}
