package dev.modeldispatch.core.file;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClaimTest {
  private static final int CLAIMANTS = 8;

  @TempDir Path folder;

  @RepeatedTest(3)
  void ofAllWhoClaimAtOnceExactlyOneWins() throws Exception {
    int signals = Boolean.getBoolean("dispatch.long") ? 500 : 50;
    var barrier = new CyclicBarrier(CLAIMANTS);
    var threads = Executors.newFixedThreadPool(CLAIMANTS);
    List<Callable<Integer>> claimants = new ArrayList<>();
    for (int i = 0; i < CLAIMANTS; i++) {
      String name = "claimant" + i;
      claimants.add(
          () -> {
            int won = 0;
            for (int id = 1; id <= signals; id++) {
              barrier.await();
              won += Claim.take(folder, id, name) ? 1 : 0;
            }
            return won;
          });
    }

    int won = 0;
    for (Future<Integer> each : threads.invokeAll(claimants)) {
      won += each.get();
    }

    assertThat(won).isEqualTo(signals);
    threads.shutdown();
  }

  @Test
  void aLivingResponderOfTheSameNameKeepsItsClaim() throws Exception {
    assertThat(Claim.take(folder, 1, "alice")).isTrue();

    assertThat(Claim.take(folder, 1, "alice")).isFalse();
  }
}
