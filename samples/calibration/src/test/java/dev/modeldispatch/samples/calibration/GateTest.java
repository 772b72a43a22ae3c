package dev.modeldispatch.samples.calibration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.modeldispatch.ModelResult;
import dev.modeldispatch.ModelTarget;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class GateTest {
  @Test
  void noMoreRunAtOnceThanThereArePlaces() {
    var gate = new Gate(2);
    List<CompletableFuture<ModelResult>> started = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      var unused =
          gate.enter(
              () -> {
                started.add(new CompletableFuture<>());
                return started.get(started.size() - 1);
              });
    }
    assertThat(started).hasSize(2);

    started.get(1).complete(ModelResult.builder(ModelTarget.parse("a/b")).answered("x"));
    started.get(0).completeExceptionally(new IllegalStateException("broken"));

    assertThat(started).hasSize(4);
  }
}
