package dev.modeldispatch.core;

import dev.modeldispatch.BatchRequest;
import dev.modeldispatch.BatchResult;
import dev.modeldispatch.ModelTarget;
import dev.modeldispatch.Prompt;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Asks thousands through one door, some of whom fail, hang or are rude; then looks what is left.
 */
final class ManyDispatches {
  private static final int AT_ONCE = 100;

  private ManyDispatches() {}

  public static void main(String[] args) throws Exception {
    var server = URI.create(args[0]);
    ask(server, AT_ONCE);
    var before = Leftovers.now();
    System.out.println("settled: " + ask(server, Integer.parseInt(args[1])));
    before.print();
  }

  private static int ask(URI server, int times) {
    List<ModelTarget> targets = new ArrayList<>(Collections.nCopies(AT_ONCE - 15, target("good")));
    targets.addAll(Collections.nCopies(5, target("bad")));
    targets.addAll(Collections.nCopies(5, target("hung")));
    targets.addAll(Collections.nCopies(5, target("rude")));
    var prompt = Prompt.builder("hi").timeout(Duration.ofMillis(200)).build();
    int settled = 0;
    try (var models = ModelDispatch.builder().openaiCompatible("fake", server).retries(0).build()) {
      for (int i = 0; i < times; i += AT_ONCE) {
        BatchResult result = models.batch().dispatch(BatchRequest.of(targets, prompt));
        settled += result.results().size();
      }
    }
    return settled;
  }

  private static ModelTarget target(String model) {
    return ModelTarget.of("fake", model);
  }
}
