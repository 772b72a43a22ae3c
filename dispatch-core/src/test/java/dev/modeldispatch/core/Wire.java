package dev.modeldispatch.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.modeldispatch.Attempt;
import dev.modeldispatch.BatchDispatcher;
import dev.modeldispatch.DispatchListener;
import dev.modeldispatch.Dispatcher;
import dev.modeldispatch.ModelResult;
import dev.modeldispatch.ModelTarget;
import dev.modeldispatch.Prompt;
import dev.modeldispatch.testkit.server.FakeModelServer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Front doors over one fake server, and a count of what they report. After each test the doors are
 * closed, and what went over the wire is held against what was reported (no hidden sends).
 */
final class Wire implements AfterEachCallback {
  static final Duration SOON = Duration.ofSeconds(10);
  static final Prompt HI = Prompt.of("hi");

  private final FakeModelServer server = FakeModelServer.start();
  private final List<ModelDispatch> doors = new ArrayList<>();
  private final AtomicInteger begun = new AtomicInteger();
  private final Queue<ModelResult> settled = new ConcurrentLinkedQueue<>();

  FakeModelServer server() {
    return server;
  }

  /** {@return a builder with the fake server as provider {@code fake}, without retries} */
  ModelDispatchBuilder builder() {
    return ModelDispatch.builder().openaiCompatible("fake", server.baseUri()).retries(0);
  }

  /** Opens a front door that is closed after the test. */
  ModelDispatch open(ModelDispatchBuilder builder) {
    ModelDispatch door = builder.build();
    doors.add(door);
    return door;
  }

  /** Returns the door's dispatcher; what it reports is counted. */
  Dispatcher dispatcher(ModelDispatch door) {
    return (target, prompt, listener) -> {
      begun.incrementAndGet();
      return door.dispatcher()
          .dispatchAsync(
              target, prompt, DispatchListener.onSettled(settled::add).andThen(listener));
    };
  }

  /** Returns a dispatcher over a new door; what it reports is counted. */
  Dispatcher dispatcher(ModelDispatchBuilder builder) {
    return dispatcher(open(builder));
  }

  /** Returns a batch dispatcher over a new door; what it reports is counted. */
  BatchDispatcher batch(ModelDispatchBuilder builder) {
    ModelDispatch door = open(builder);
    return door.batchOver(dispatcher(door));
  }

  static ModelTarget target(String model) {
    return ModelTarget.of("fake", model);
  }

  @Override
  public void afterEach(ExtensionContext context) throws Exception {
    try (server) {
      doors.forEach(ModelDispatch::close);
      await().atMost(SOON).until(() -> settled.size() == begun.get());
      server.awaitIdle(SOON);
      assertThat(server.unmatched()).isEmpty();
      assertThat((long) server.promptRequests())
          .as("whole prompt requests on the wire")
          .isBetween(count(Attempt.Sent.YES), count(Attempt.Sent.YES) + count(Attempt.Sent.MAYBE));
    }
  }

  private long count(Attempt.Sent sent) {
    return settled.stream()
        .flatMap(result -> result.attempts().stream())
        .filter(attempt -> attempt.sent() == sent)
        .count();
  }
}
