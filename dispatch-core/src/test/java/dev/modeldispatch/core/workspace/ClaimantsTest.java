package dev.modeldispatch.core.workspace;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Many at once: of those who claim one task one wins, and many trees at once are all made. */
class ClaimantsTest {
  private static final boolean LONG = Boolean.getBoolean("dispatch.long");
  private static final int CLAIMANTS = 8;
  private static final int TREES = 12;

  @TempDir Path folder;

  @Test
  void ofEightProcessesOneWinsEachTask() throws IOException, InterruptedException {
    int rounds = LONG ? 50 : 3;
    Repo repo = Repo.in(folder);
    for (int round = 0; round < rounds; round++) {
      repo.task("T" + round, "ready");
    }
    List<Jvm> claimants = new ArrayList<>();
    for (int i = 0; i < CLAIMANTS; i++) {
      claimants.add(new Jvm(Claimant.class, repo.root).start());
    }

    for (Jvm claimant : claimants) {
      assertThat(claimant.hear()).isEqualTo("up");
    }
    for (int round = 0; round < rounds; round++) {
      int winners = 0;
      for (Jvm claimant : claimants) {
        claimant.say("T" + round);
      }
      for (Jvm claimant : claimants) {
        String said = claimant.hear();
        assertThat(said).isIn("won", "lost");
        winners += "won".equals(said) ? 1 : 0;
      }
      assertThat(winners).as("round %d", round).isEqualTo(1);
    }

    claimants.forEach(Jvm::close);
    repo.assertWhole("T0");
    assertThat(repo.project().batch().orElseThrow().tasks()).hasSize(rounds);
  }

  @Test
  void twelveTreesAtOnceAreAllFine() throws IOException, InterruptedException, ExecutionException {
    int rounds = LONG ? 20 : 2;
    ExecutorService threads = Executors.newFixedThreadPool(TREES);
    for (int round = 0; round < rounds; round++) {
      Repo repo = Repo.in(folder.resolve("r" + round));
      List<Callable<Started>> starts = new ArrayList<>();
      String[] ids = new String[TREES];
      for (int i = 0; i < TREES; i++) {
        String id = "T" + i;
        ids[i] = id;
        repo.task(id, "ready");
        starts.add(() -> repo.open().start(List.of(id)));
      }

      for (Future<Started> started : threads.invokeAll(starts)) {
        assertThat(started.get().launches()).hasSize(1);
      }

      repo.assertWhole(ids);
    }
    threads.shutdown();
  }

  /** Claims the tasks that it reads the ids of. */
  static final class Claimant {
    private Claimant() {}

    public static void main(String[] args) throws IOException {
      var in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
      Workspace workspace = Workspace.open(Path.of(args[0]));
      System.out.println("up");
      for (@Nullable String id = in.readLine(); id != null; id = in.readLine()) {
        System.out.println(claim(workspace, id));
      }
    }

    private static String claim(Workspace workspace, String id) {
      try {
        return workspace.start(List.of(id)).launches().size() == 1 ? "won" : "nothing";
      } catch (WorkspaceException e) {
        return e.problems().toString().contains("only a ready task")
            ? "lost"
            : "failed: " + e.problems();
      }
    }
  }
}
