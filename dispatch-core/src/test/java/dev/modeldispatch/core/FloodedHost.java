package dev.modeldispatch.core;

import dev.modeldispatch.ModelTarget;
import java.net.URI;
import java.util.ArrayList;
import java.util.Collections;

/** Has little memory, and one target of ten that never stops talking. */
final class FloodedHost {
  private FloodedHost() {}

  public static void main(String[] args) {
    try (var models =
        ModelDispatch.builder().openaiCompatible("fake", URI.create(args[0])).retries(0).build()) {
      var targets = new ArrayList<>(Collections.nCopies(9, ModelTarget.of("fake", "good")));
      targets.add(3, ModelTarget.of("fake", "flood"));
      var result = models.batch().dispatch(targets, "hi");
      System.out.println(
          "flood: " + result.results().get(3).unanswered().orElseThrow().failure().kind().code());
      System.out.println("good: " + result.answers().size() + " of 9");
    }
  }
}
