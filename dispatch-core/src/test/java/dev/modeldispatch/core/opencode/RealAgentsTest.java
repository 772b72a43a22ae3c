package dev.modeldispatch.core.opencode;

import static org.assertj.core.api.Assertions.assertThat;

import dev.modeldispatch.core.opencode.OpencodeSessions.Doing;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** The contract at the real server, and what only its own tools show. */
@ExtendWith(WithOpencode.class)
@Tag("opencode")
class RealAgentsTest extends AgentContract {
  @TempDir(cleanup = CleanupMode.ALWAYS)
  static @Nullable Path home;

  private static @Nullable RealAgents world;

  @BeforeAll
  static void start() throws Exception {
    var place = home;
    if (place != null) {
      world = new RealAgents(WithOpencode.binary().orElseThrow(), place);
    }
  }

  @AfterAll
  static void stop() {
    if (world != null) {
      world.close();
    }
  }

  @Override
  RealAgents world() {
    if (world == null) {
      throw new IllegalStateException("The real server did not start.");
    }
    return world;
  }

  @Test
  void aHelperThatAsksAPersonHoldsNobodyUp() throws Exception {
    try (var rig = new AgentRig(world().options().build())) {
      var at = rig.create(folder, world().helperAsksPerson());
      rig.prompt(at, "have it looked at");

      assertThat(rig.turn(at).doing()).isEqualTo(Doing.IDLE);
      remove(rig, at);
    }
  }

  @Test
  void aFileOutsideOfTheFolderIsNotWritten(@TempDir Path elsewhere) throws Exception {
    try (var rig = new AgentRig(world().options().build())) {
      Path file = elsewhere.toRealPath().resolve("evil.txt");
      var at = rig.create(folder, world().writesAndCommits(folder, file.toString(), "x"));
      rig.prompt(at, "write there");

      assertThat(rig.turn(at).doing()).isEqualTo(Doing.IDLE);

      assertThat(file).doesNotExist();
      assertThat(AgentRig.of(rig.sessions().writes(at))).isEmpty();
      remove(rig, at);
    }
  }

  @Test
  void aServerThatDiesInTheMiddleIsNoHang(@TempDir Path otherHome) throws Exception {
    try (var dying = new RealAgents(WithOpencode.binary().orElseThrow(), otherHome);
        var rig = new AgentRig(dying.options().build())) {
      var at = rig.create(folder, dying.silent());
      rig.prompt(at, "do it");

      var heard = rig.hearEnd(at);

      dying.kill();

      var end = AgentRig.of(heard);
      assertThat(end.doing()).isEqualTo(Doing.LOST);
      assertThat(end.failure()).isPresent();
    }
  }
}
