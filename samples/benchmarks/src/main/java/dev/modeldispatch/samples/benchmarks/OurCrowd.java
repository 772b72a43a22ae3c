package dev.modeldispatch.samples.benchmarks;

import dev.modeldispatch.Batch;
import dev.modeldispatch.BatchRequest;
import dev.modeldispatch.DispatchEvent;
import dev.modeldispatch.ModelTarget;
import dev.modeldispatch.Prompt;
import dev.modeldispatch.core.ModelDispatch;
import java.net.URI;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/** One batch of many targets, through the library. */
final class OurCrowd implements Crowd {
  private final ModelDispatch models;
  private final List<ModelTarget> targets;

  OurCrowd(URI server, int calls) {
    models = Ours.connectedTo(server);
    targets =
        IntStream.range(0, calls).mapToObj(n -> ModelTarget.of(Ours.PROVIDER, "m" + n)).toList();
  }

  @Override
  public Flight start() {
    var settled = new AtomicInteger();
    BatchRequest request =
        BatchRequest.builder(targets, Prompt.of("Why is the sky blue?"))
            .listener((slot, event) -> count(event, settled))
            .build();
    return new OurFlight(models.batch().start(request), settled);
  }

  @Override
  public void close() {
    models.close();
  }

  private static void count(DispatchEvent event, AtomicInteger settled) {
    if (event instanceof DispatchEvent.Settled) {
      settled.incrementAndGet();
    }
  }

  private record OurFlight(Batch batch, AtomicInteger settled) implements Flight {
    @Override
    public int open() {
      return batch.targets().size() - settled.get();
    }

    @Override
    public int await() {
      return batch.await().answers().size();
    }
  }
}
