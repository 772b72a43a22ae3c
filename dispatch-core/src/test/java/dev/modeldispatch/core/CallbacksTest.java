package dev.modeldispatch.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Callbacks on an executor that the user brought. */
class CallbacksTest {
  @RegisterExtension final Wire wire = new Wire();

  @Test
  void listenersAndDependantsRunOnTheUsersExecutor() throws Exception {
    wire.server().model("m").answers("well");
    var names = new ConcurrentLinkedQueue<String>();
    var pool = Executors.newSingleThreadExecutor(task -> new Thread(task, "users-own"));
    try {
      var future =
          wire.dispatcher(wire.builder().callbacks(pool))
              .dispatchAsync(
                  Wire.target("m"), Wire.HI, event -> names.add(Thread.currentThread().getName()));

      future.thenRun(() -> names.add(Thread.currentThread().getName())).get(5, TimeUnit.SECONDS);

      assertThat(names).hasSizeGreaterThan(1).containsOnly("users-own");
    } finally {
      pool.shutdownNow();
    }
  }

  @Test
  void nothingIsLostWhenTheUsersExecutorRefuses() throws Exception {
    wire.server().model("m").answers("well");
    var dispatcher =
        wire.dispatcher(
            wire.builder()
                .callbacks(
                    task -> {
                      throw new RejectedExecutionException("closed");
                    }));

    var result = dispatcher.dispatchAsync(Wire.target("m"), Wire.HI).get(5, TimeUnit.SECONDS);

    assertThat(result.isAnswered()).isTrue();
  }
}
