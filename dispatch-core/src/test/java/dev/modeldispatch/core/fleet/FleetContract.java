package dev.modeldispatch.core.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.modeldispatch.ModelTarget;
import dev.modeldispatch.core.fleet.SessionState.Status;
import dev.modeldispatch.core.fleet.TaskReport.Outcome;
import dev.modeldispatch.core.routing.RoutingTable;
import dev.modeldispatch.core.workspace.Repo;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a fleet does over every kind of server. */
@Timeout(300)
abstract class FleetContract {
  private static final Duration LIMIT = Duration.ofMinutes(2);

  @TempDir Path temp = Path.of("");
  private Path folder = Path.of("");
  private final List<SessionFleet> fleets = new ArrayList<>();

  abstract FleetWorld world();

  @BeforeEach
  void realFolder() throws Exception {
    folder = temp.toRealPath();
  }

  @AfterEach
  void closeFleets() {
    fleets.forEach(SessionFleet::close);
  }

  private SessionFleet fleet() {
    SessionFleet fleet = world().fleet().poll(Duration.ofSeconds(1)).build();
    fleets.add(fleet);
    return fleet;
  }

  private FleetSession launched(SessionFleet fleet, String name, ModelTarget model)
      throws Exception {
    var order =
        SessionOrder.in(world().place(folder))
            .name(name)
            .model(model)
            .boundary("src/" + name)
            .prompt("Do " + name + ".");
    return of(fleet.launch(order.build()));
  }

  static <T> T of(CompletableFuture<T> future) throws Exception {
    return future.get(LIMIT.toSeconds(), TimeUnit.SECONDS);
  }

  private void removed(FleetSession... sessions) throws Exception {
    for (FleetSession session : sessions) {
      of(session.remove());
    }
    assertThat(world().sessions(folder)).isZero();
  }

  @Test
  void twoAgentsCommitInOneWorkspaceAtOnceAndAThirdThatWritesOutsideIsNamed() throws Exception {
    Repo repo = Repo.in(folder);
    RoutingTable routes = RoutingTable.original();
    int at = 0;
    for (String task : List.of("A", "B", "C")) {
      repo.task(task, "ready");
      String type = List.of("research", "code-review", "boilerplate").get(at++);
      repo.write(
          ".project/tasks/" + task + ".json",
          """
          {"id": "%s", "title": "t", "status": "ready", "type": "%s",
           "scope": {"primary_files": ["src/%s"]}, "dependencies": {"blocked_by": []}}
          """
              .formatted(task, type, task));
      String[] files =
          task.equals("C") ? new String[] {"src/C", "src/App.java"} : new String[] {"src/" + task};
      routes = routes.with(type, world().commits(task + ": t", repo.root, task + ": done", files));
    }
    SessionFleet fleet = fleet();

    TaskReport report =
        TaskDispatch.builder(fleet, repo.open())
            .place(world().place(repo.root))
            .routes(routes)
            .route("research", "research")
            .build()
            .run();

    assertThat(report.tasks())
        .extracting(TaskReport.Entry::outcome)
        .as(report.text())
        .containsExactlyInAnyOrder(Outcome.COMPLETED, Outcome.COMPLETED, Outcome.FAILED);
    TaskReport.Entry violating =
        report.tasks().stream().filter(e -> e.task().equals("C")).findFirst().orElseThrow();
    assertThat(violating.outside()).containsExactly("src/App.java");
    assertThat(violating.reason()).startsWith("wrote outside of its files: src/App.java");
    assertThat(repo.git("log", "--format=%s")).contains("A: done", "B: done", "C: done");
    assertThat(repo.read("src/A")).contains("A: done");
    assertThat(report.tasks()).allMatch(e -> e.folder().equals(Optional.of(repo.root)));
    for (TaskReport.Entry entry : report.tasks()) {
      FleetSession session = of(fleet.session(world().place(repo.root), entry.session()));
      assertThat(of(session.look()).status()).isEqualTo(Status.STOPPED);
      of(session.remove());
    }
    assertThat(world().sessions(repo.root)).isZero();
  }

  @Test
  void aWaitThatBeginsAfterTheEndReturnsAtOnce() throws Exception {
    SessionFleet fleet = fleet();
    FleetSession session = launched(fleet, "a", world().answers("a"));
    of(session.turn());

    assertThat(of(session.turn()).status()).isEqualTo(Status.READY);
    of(session.stop());
    assertThat(of(session.turn()).status()).isEqualTo(Status.STOPPED);
    assertThat(of(session.end()).status()).isEqualTo(Status.STOPPED);
    FleetSession elsewhere = of(fleet().session(world().place(folder), session.id()));
    assertThat(of(elsewhere.turn()).status()).isEqualTo(Status.STOPPED);
    removed(session);
  }

  @Test
  void startingBusyReadyAndStoppedSessionsAreStopped() throws Exception {
    SessionFleet fleet = fleet();
    ModelTarget hanging = world().hangs("starting");
    ModelTarget hangingToo = world().hangs("busy");
    ModelTarget answering = world().answers("ready");
    FleetSession starting = launched(fleet, "starting", hanging);
    FleetSession busy = launched(fleet, "busy", hangingToo);
    FleetSession ready = launched(fleet, "ready", answering);
    CompletableFuture<SessionState> stopped = starting.stop();
    of(ready.turn());
    await().atMost(LIMIT).until(() -> of(busy.look()).status() == Status.BUSY);

    assertThat(of(stopped).status()).isEqualTo(Status.STOPPED);
    assertThat(of(busy.stop()).status()).isEqualTo(Status.STOPPED);
    assertThat(of(ready.stop()).status()).isEqualTo(Status.STOPPED);
    assertThat(of(ready.stop()).status()).isEqualTo(Status.STOPPED);
    assertThat(fleet.working()).isEmpty();
    removed(starting, busy, ready);
  }

  @Test
  void aSessionIsPromptedAgainAndAgain() throws Exception {
    FleetSession session = launched(fleet(), "again", world().answers("again"));

    of(session.prompt("Again."));
    of(session.prompt("And again."));

    assertThat(of(session.turn()).status()).isEqualTo(Status.READY);
    removed(session);
  }

  @Test
  void anOrderThatIsWrongLeavesNoSession() throws Exception {
    SessionFleet fleet = fleet();
    var order =
        SessionOrder.in(world().place(folder))
            .name("wrong")
            .prompt("x")
            .todo("TODO-gone")
            .boundary("../out")
            .build();

    assertThat(fleet.launch(order)).failsWithin(LIMIT);

    assertThat(world().sessions(folder)).isZero();
  }
}
