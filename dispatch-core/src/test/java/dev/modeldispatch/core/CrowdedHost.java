package dev.modeldispatch.core;

import dev.modeldispatch.BatchRequest;
import dev.modeldispatch.ModelResult;
import dev.modeldispatch.ModelTarget;
import dev.modeldispatch.Prompt;
import java.net.URI;
import java.time.Duration;
import java.util.Collections;

/**
 * Has far fewer descriptors than it asks targets at once. It sees each kind of result once before:
 * a class that is loaded from a folder, as here, takes a descriptor.
 */
final class CrowdedHost {
  private CrowdedHost() {}

  public static void main(String[] args) {
    String thrown = "none";
    var builder =
        ModelDispatch.builder()
            .openaiCompatible("fake", URI.create(args[0]))
            .openaiCompatible("refused", URI.create("http://127.0.0.1:1/v1"));
    try (var models = builder.retries(0).build()) {
      System.out.println("before: " + models.ask("fake/good", "hi").status());
      seeEachKind(models);
      var hung = Prompt.builder("hi").timeout(Duration.ofSeconds(2)).build();
      var targets = Collections.nCopies(200, ModelTarget.of("fake", "hung"));
      var results = models.batch().dispatch(BatchRequest.of(targets, hung)).results();
      System.out.println("results: " + results.size());
      System.out.println(
          "some failed: "
              + results.stream().anyMatch(r -> r.status() == ModelResult.Status.FAILED));
      results.stream()
          .flatMap(r -> r.unanswered().stream())
          .map(u -> u.failure().kind() + " " + u.failure().evidence() + " " + u.maybeProcessed())
          .distinct()
          .forEach(System.out::println);
      System.out.println("after: " + models.ask("fake/good", "hi").status());
    } catch (Throwable e) { // an Error is what is looked for
      thrown = e.toString();
      e.printStackTrace(System.out);
    }
    System.out.println("thrown: " + thrown);
  }

  private static void seeEachKind(ModelDispatch models) {
    var soon = Prompt.builder("hi").timeout(Duration.ofMillis(100)).build();
    System.out.println(models.ask("fake/hung", soon));
    System.out.println(models.ask("fake/nobody", soon));
    System.out.println(models.ask("refused/m", soon));
    var cancelled = models.dispatcher().dispatchAsync(ModelTarget.of("fake", "hung"), soon);
    System.out.println(cancelled.cancel(true));
  }
}
