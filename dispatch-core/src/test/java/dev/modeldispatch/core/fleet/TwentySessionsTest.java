package dev.modeldispatch.core.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.modeldispatch.ModelTarget;
import dev.modeldispatch.core.fleet.SessionState.Status;
import dev.modeldispatch.core.opencode.OpencodeOptions;
import dev.modeldispatch.testkit.server.FakeOpencodeServer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Twenty sessions at once, and a server that is cut off in the middle: all are accounted for. */
@Timeout(120)
class TwentySessionsTest {
  private static final int SESSIONS = 20;
  private static final Duration SOON = Duration.ofSeconds(20);

  @TempDir Path folder = Path.of("");

  private static <T> T of(CompletableFuture<T> future) throws Exception {
    return future.get(60, TimeUnit.SECONDS);
  }

  /** Cuts a server off and lets it come back, when all twenty work. */
  private interface Cut {
    void run() throws Exception;
  }

  private static void allEnd(SessionFleet fleet, String place, Cut cut) throws Exception {
    List<SessionOrder> orders = new ArrayList<>();
    for (int i = 0; i < SESSIONS; i++) {
      orders.add(
          SessionOrder.in(place)
              .name("n" + i)
              .model(ModelTarget.of("fake", "m"))
              .boundary("src/" + i)
              .prompt("Do " + i + ".")
              .build());
    }
    List<FleetSession> sessions = new ArrayList<>();
    for (CompletableFuture<FleetSession> each : of(fleet.launch(orders))) {
      sessions.add(of(each));
    }
    List<CompletableFuture<SessionState>> turns =
        sessions.stream().map(FleetSession::turn).toList();
    assertThat(fleet.working()).hasSize(SESSIONS);

    cut.run();

    for (CompletableFuture<SessionState> turn : turns) {
      assertThat(of(turn).status()).isEqualTo(Status.READY);
    }
    for (FleetSession session : sessions) {
      of(session.remove());
    }
    assertThat(fleet.working()).isEmpty();
  }

  @Test
  void overTheFakeOppiServer() throws Exception {
    try (var world = new OppiFleetWorld();
        var fleet = world.fleet().poll(Duration.ofSeconds(1)).build()) {
      world.server().sessions().worksFor(Duration.ofSeconds(3));
      String place = world.place(folder);

      allEnd(fleet, place, () -> world.server().restart());

      assertThat(world.server().promptsTaken()).isEqualTo(SESSIONS);
      assertThat(world.server().createdSessions()).hasSize(SESSIONS);
      assertThat(world.server().deletedSessions()).hasSize(SESSIONS);
      world.server().assertClean();
    }
  }

  @Test
  void overTheFakeOpencodeServer() throws Exception {
    try (var server = FakeOpencodeServer.start();
        var fleet =
            SessionFleet.builder()
                .opencode(OpencodeOptions.at(server.baseUri()))
                .poll(Duration.ofSeconds(1))
                .build()) {
      server.model("fake/m").firstAfter(Duration.ofSeconds(3)).answers("Done.");

      allEnd(
          fleet,
          folder.toRealPath().toString(),
          () -> {
            server.refuseConnections();
            server.dropEvents();
            server.awaitRest(SOON); // they end while nobody can hear it
            server.acceptConnections();
          });

      assertThat(server.promptRequests()).isEqualTo(SESSIONS);
      assertThat(server.createdSessions()).hasSize(SESSIONS);
      assertThat(server.openSessions()).isEmpty();
      server.awaitIdle(SOON);
      server.assertClean();
    }
  }
}
