package dev.modeldispatch.core.opencode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.modeldispatch.Failure;
import dev.modeldispatch.FailureKind;
import dev.modeldispatch.ModelTarget;
import dev.modeldispatch.Usage;
import dev.modeldispatch.core.opencode.OpencodeSessions.At;
import dev.modeldispatch.core.opencode.OpencodeSessions.Doing;
import dev.modeldispatch.core.opencode.OpencodeSessions.Status;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What agent sessions do at every opencode server. */
@Timeout(180)
abstract class AgentContract {
  private static final Duration SOON = Duration.ofMinutes(1);

  @TempDir Path folder = Path.of("");

  abstract AgentWorld world();

  private AgentRig rig() {
    return new AgentRig(world().options().build());
  }

  @BeforeEach
  void makeRepository() throws Exception {
    folder = folder.toRealPath();
    Git.run(folder, "init", "-q");
    Git.run(folder, "commit", "-q", "--allow-empty", "-m", "begin");
  }

  @Test
  void twoSessionsInOneFolderWriteAndCommitAtOnce() throws Exception {
    try (var rig = rig()) {
      var one = rig.create(folder, world().writesAndCommits(folder, "one.txt", "1"));
      var two = rig.create(folder, world().writesAndCommits(folder, "two.txt", "2"));
      rig.prompt(one, "write one");
      rig.prompt(two, "write two");

      assertThat(List.of(rig.turn(one), rig.turn(two)))
          .allSatisfy(end -> assertThat(end.doing()).isEqualTo(Doing.IDLE))
          .allSatisfy(end -> assertThat(end.failure()).isEmpty());

      assertThat(Files.readString(folder.resolve("one.txt"))).isEqualTo("1");
      assertThat(Git.run(folder, "log", "--format=%s")).contains("one.txt", "two.txt");
      assertThat(AgentRig.of(rig.sessions().writes(one))).containsExactly("one.txt");
      assertThat(AgentRig.of(rig.sessions().writes(two))).containsExactly("two.txt");
      remove(rig, one, two);
    }
  }

  @Test
  void usageIsTheSumOfItsMessages() throws Exception {
    try (var rig = rig()) {
      var at = rig.create(folder, world().answers("Done."));
      assertThat(rig.look(at).usage()).isEqualTo(Usage.none());
      rig.prompt(at, "first");
      long once = rig.turn(at).usage().totalTokens();

      rig.prompt(at, "second");

      assertThat(once).isPositive();
      assertThat(rig.turn(at).usage().totalTokens()).isEqualTo(2 * once);
      remove(rig, at);
    }
  }

  @Test
  void anUnknownModelEndsItsTurnAsAFailure() throws Exception {
    try (var rig = rig()) {
      var at = rig.create(folder, world().unknownModel());
      rig.prompt(at, "do it");

      assertThat(failure(rig.turn(at)).kind()).isEqualTo(FailureKind.MODEL_NOT_FOUND);
      remove(rig, at);
    }
  }

  @Test
  void aTurnIsNeverReadyBeforeItHasBegunAndEnded() throws Exception {
    try (var rig = rig()) {
      var at = rig.create(folder, world().answersAfter(Duration.ofMillis(600), "Done."));
      var heard = rig.hear(at);

      assertThat(rig.prompt(at, "do it").doing()).isIn(Doing.TAKEN, Doing.BUSY);
      assertThat(rig.look(at).doing()).isIn(Doing.TAKEN, Doing.BUSY);
      assertThat(rig.turn(at).doing()).isEqualTo(Doing.IDLE);

      assertThat(rig.sessions().look(at).join().failure()).isEmpty();
      assertThat(heard).extracting(Status::doing).filteredOn(Doing.IDLE::equals).hasSize(1);
      remove(rig, at);
    }
  }

  @Test
  void anAbortEndsABusyTurn() throws Exception {
    try (var rig = rig()) {
      var at = busy(rig, world().silent());

      AgentRig.of(rig.sessions().abort(at));

      assertThat(failure(rig.turn(at)).kind()).isEqualTo(FailureKind.CANCELLED);
      remove(rig, at);
    }
  }

  @Test
  void aBusySessionEnds() throws Exception {
    try (var rig = rig()) {
      var at = busy(rig, world().silent());

      assertThat(AgentRig.of(rig.sessions().end(at)).doing()).isEqualTo(Doing.ENDED);
      remove(rig, at);
    }
  }

  @Test
  void aSessionThatHasJustTakenAPromptEnds() throws Exception {
    try (var rig = rig()) {
      var at = rig.create(folder, world().silent());
      rig.prompt(at, "do it");

      assertThat(AgentRig.of(rig.sessions().end(at)).doing()).isEqualTo(Doing.ENDED);
      assertThat(rig.turn(at).doing()).isEqualTo(Doing.ENDED);
      remove(rig, at);
    }
  }

  @Test
  void aReadySessionEndsOnceAndForAll() throws Exception {
    try (var rig = rig();
        var other = rig()) {
      var at = rig.create(folder, world().answers("Done."));
      rig.prompt(at, "do it");
      rig.turn(at);

      assertThat(AgentRig.of(rig.sessions().end(at)).doing()).isEqualTo(Doing.ENDED);
      assertThat(AgentRig.of(rig.sessions().end(at)).doing()).isEqualTo(Doing.ENDED);

      assertThat(other.look(at).doing()).as("seen by another process").isEqualTo(Doing.ENDED);
      assertThatThrownBy(() -> rig.prompt(at, "more")).hasMessageContaining("has ended");
      remove(rig, at);
    }
  }

  @Test
  void aSessionThatIsGoneHasEnded() throws Exception {
    try (var rig = rig()) {
      var at = rig.create(folder, world().answers("Done."));
      remove(rig, at);

      assertThat(rig.look(at).doing()).isEqualTo(Doing.ENDED);
      assertThat(AgentRig.of(rig.sessions().end(at)).doing()).isEqualTo(Doing.ENDED);
      assertThat(AgentRig.of(rig.sessions().writes(at))).isEmpty();
      AgentRig.of(rig.sessions().remove(at));
      assertThatThrownBy(() -> rig.prompt(at, "more")).hasMessageContaining("has ended");
    }
  }

  @Test
  void aWaitThatBeginsAfterTheEndSeesIt() throws Exception {
    try (var rig = rig();
        var other = rig()) {
      var at = rig.create(folder, world().answers("Done."));
      rig.prompt(at, "do it");
      rig.turn(at);

      assertThat(rig.turn(at).doing()).isEqualTo(Doing.IDLE);
      assertThat(other.turn(at).doing()).isEqualTo(Doing.IDLE);
      remove(rig, at);
    }
  }

  @Test
  void aPromptToABusySessionIsTakenUpAndTheTurnEndsOnce() throws Exception {
    try (var rig = rig()) {
      var model = world().answersAfter(Duration.ofMillis(700), "Done.");
      var at = rig.create(folder, model);
      var heard = rig.hear(at);
      rig.prompt(at, "first");
      rig.prompt(at, "second");

      assertThat(rig.turn(at).failure()).isEmpty();

      assertThat(world().asked(model)).isEqualTo(2);
      assertThat(heard).extracting(Status::doing).filteredOn(Doing.IDLE::equals).hasSize(1);
      remove(rig, at);
    }
  }

  @Test
  void aPromptIsTakenOnceHoweverOftenItIsSent() throws Exception {
    try (var rig = rig()) {
      var model = world().answers("Done.");
      var at = rig.create(folder, model);
      rig.prompt(at, "do it");
      rig.prompt(at, "do it");
      rig.turn(at);

      assertThat(rig.prompt(at, "do it").doing()).isEqualTo(Doing.IDLE);

      assertThat(world().asked(model)).isEqualTo(1);
      remove(rig, at);
    }
  }

  @Test
  void nobodyIsAskedAndTheTurnEnds() throws Exception {
    try (var rig = rig()) {
      var at = rig.create(folder, world().asksPerson());
      rig.prompt(at, "do it");

      var end = rig.turn(at);

      assertThat(end.doing()).isEqualTo(Doing.IDLE);
      // Some versions tell the model that it cannot ask, and it goes on; others end the turn.
      end.failure().ifPresent(why -> assertThat(why.kind()).isEqualTo(FailureKind.TOOL_DENIED));
      remove(rig, at);
    }
  }

  @Test
  void aServerThatAsksTheModelWithoutEndIsStopped() throws Exception {
    try (var rig = rig()) {
      var at = rig.create(folder, world().withoutFinishReason());
      rig.prompt(at, "do it");

      assertThat(failure(rig.turn(at)).kind()).isEqualTo(FailureKind.MALFORMED_RESPONSE);
      remove(rig, at);
    }
  }

  @Test
  void aWaitOfAnHourEndsTheTurn() throws Exception {
    try (var rig = rig()) {
      var at = rig.create(folder, world().limited());
      rig.prompt(at, "do it");

      var why = failure(rig.turn(at));

      assertThat(why.kind()).isEqualTo(FailureKind.RATE_LIMITED);
      assertThat(why.retryAfter()).hasValueSatisfying(wait -> assertThat(wait).isPositive());
      remove(rig, at);
    }
  }

  @Test
  void aSessionThatWorksIsNotRemoved() throws Exception {
    try (var rig = rig()) {
      var at = busy(rig, world().silent());

      assertThatThrownBy(() -> AgentRig.of(rig.sessions().remove(at)))
          .hasMessageContaining("does not rest");
      AgentRig.of(rig.sessions().end(at));
      remove(rig, at);
    }
  }

  At busy(AgentRig rig, ModelTarget model) throws Exception {
    var at = rig.create(folder, model);
    rig.prompt(at, "do it");
    await()
        .atMost(SOON)
        .until(() -> rig.look(at).doing() == Doing.BUSY && world().asked(model) > 0);
    return at;
  }

  static Failure failure(Status end) {
    assertThat(end.doing()).isEqualTo(Doing.IDLE);
    assertThat(end.failure()).isPresent();
    return end.failure().orElseThrow();
  }

  static void remove(AgentRig rig, At... all) throws Exception {
    for (At at : all) {
      AgentRig.of(rig.sessions().remove(at));
      assertThat(rig.look(at).doing()).isEqualTo(Doing.ENDED);
    }
  }
}
