package dev.modeldispatch.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.modeldispatch.BatchRequest;
import dev.modeldispatch.Cancelled;
import dev.modeldispatch.ModelTarget;
import dev.modeldispatch.testkit.RecordingListener;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** {@code close()} ends what runs and leaves nothing. */
class CloseTest {
  private static final Duration OURS = Duration.ofSeconds(1);
  private static final Duration THE_JDKS = Duration.ofSeconds(20);

  @RegisterExtension final Wire wire = new Wire();

  @Test
  void closeCancelsWhatRunsAndLeavesNoThreadOfOurs() throws Exception {
    wire.server().model("m").hangs();
    ModelDispatch door = wire.open(wire.builder());
    var running =
        door.batchOver(wire.dispatcher(door))
            .start(BatchRequest.of(Collections.nCopies(50, Wire.target("m")), "hi"));
    wire.server().awaitRequests(50, Wire.SOON);

    door.close();

    await().atMost(OURS).until(() -> ourThreads().isEmpty());
    assertThat(running.await().results())
        .allSatisfy(r -> assertThat(((Cancelled) r).reason()).isEqualTo(Cancelled.Reason.CLOSED));
    wire.server().awaitIdle(OURS);
  }

  @Test
  void dispatchAfterCloseIsCancelledAndSendsNothing() throws Exception {
    ModelDispatch door = wire.open(wire.builder());
    door.close();
    door.close();

    var heard = new RecordingListener();
    var result = wire.dispatcher(door).dispatchAsync(Wire.target("m"), Wire.HI, heard).get();

    assertThat(((Cancelled) result).reason()).isEqualTo(Cancelled.Reason.CLOSED);
    assertThat(wire.server().calls()).isEmpty();
  }

  @Test
  void directoryThatIsAskedAtTheEndTellsSoAndDoesNotHang() {
    ModelDispatch door = wire.open(wire.builder());
    door.close();

    var verdicts = door.directory().preflight(List.of(Wire.target("m")));

    assertThat(verdicts).hasSize(1);
    assertThat(verdicts.get(0).failure().orElseThrow().message()).contains("was closed");
  }

  @Test
  void twoHundredDoorsLeaveNoThreadAndNoDescriptor() throws Exception {
    wire.server().model("m").answers("well");
    askAndClose(5);
    await().atMost(THE_JDKS).until(() -> collected(Integer.MAX_VALUE));
    int descriptors = descriptors();

    askAndClose(200);

    await().atMost(OURS).until(() -> ourThreads().isEmpty());
    await()
        .atMost(THE_JDKS)
        .pollInterval(Duration.ofMillis(200))
        .until(() -> collected(descriptors + 10));
  }

  private void askAndClose(int times) {
    for (int i = 0; i < times; i++) {
      ModelDispatch door = wire.builder().build();
      try (door) {
        assertThat(wire.dispatcher(door).dispatch(target(), Wire.HI).isAnswered()).isTrue();
      }
    }
  }

  private static ModelTarget target() {
    return Wire.target("m");
  }

  /** On 17 the JDK's clients end by garbage collection alone. */
  private static boolean collected(int descriptors) throws IOException {
    System.gc();
    return descriptors() <= descriptors && threads("HttpClient-").size() <= 2;
  }

  private static int descriptors() throws IOException {
    try (var open = Files.list(Path.of("/proc/self/fd"))) {
      return (int) open.count();
    }
  }

  private static List<String> ourThreads() {
    return threads("dispatch-");
  }

  private static List<String> threads(String prefix) {
    return Thread.getAllStackTraces().keySet().stream()
        .map(Thread::getName)
        .filter(name -> name.startsWith(prefix))
        .toList();
  }
}
