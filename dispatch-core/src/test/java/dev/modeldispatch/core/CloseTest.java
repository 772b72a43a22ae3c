package dev.modeldispatch.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.modeldispatch.BatchRequest;
import dev.modeldispatch.Cancelled;
import dev.modeldispatch.testkit.RecordingListener;
import dev.modeldispatch.testkit.server.FakeModelServer;
import dev.modeldispatch.testkit.server.Fault;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** {@code close()} ends what runs and leaves nothing. */
class CloseTest {
  private static final boolean LONG = Boolean.getBoolean("dispatch.long");

  private static final Duration OURS = Duration.ofSeconds(1);

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
  @Timeout(10)
  void directoryThatIsAskedAtTheEndTellsSoAndDoesNotHang() {
    ModelDispatch door = wire.open(wire.builder());
    door.close();

    var verdicts = door.directory().preflight(List.of(Wire.target("m")));

    assertThat(verdicts).hasSize(1);
    assertThat(verdicts.get(0).failure().orElseThrow().message()).contains("was closed");
  }

  @Test
  void manyDoorsLeaveNoThreadAndNoDescriptor() throws Exception {
    String said;
    try (var server = FakeModelServer.start()) {
      server.model("m").answers("well");

      said = Fork.run(ManyDoors.class, List.of(), server.baseUri(), LONG ? 200 : 30);
    }

    assertThat(said).contains("ours: []", "the rest is gone: true");
  }

  @Test
  void thousandsOfDispatchesLeaveNoHeapNoThreadAndNoDescriptor() throws Exception {
    int count = LONG ? 10_000 : 300;
    String said;
    try (var server = FakeModelServer.start()) {
      server.model("good").answers("well".repeat(2_000));
      server.model("bad").fails(500, "{}");
      server.model("hung").hangs();
      server.model("rude").plays(Fault.floodOfEarlyHints());

      said = Fork.run(ManyDispatches.class, List.of(), server.baseUri(), count);
    }

    assertThat(said).contains("settled: " + count, "ours: []", "the rest is gone: true");
  }

  private static List<String> ourThreads() {
    return Thread.getAllStackTraces().keySet().stream()
        .map(Thread::getName)
        .filter(name -> name.startsWith("dispatch-"))
        .toList();
  }
}
