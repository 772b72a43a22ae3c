package dev.modeldispatch.core;

import dev.modeldispatch.BatchRequest;
import dev.modeldispatch.DispatchEvent;
import dev.modeldispatch.ModelTarget;
import dev.modeldispatch.Prompt;
import java.net.URI;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.slf4j.MDC;

/** Asks in a JVM that prints its logs, with what stands in the logging context. */
final class LoggingHost {
  private LoggingHost() {}

  public static void main(String[] args) throws Exception {
    MDC.put("dispatch.target", "the host's own");
    var good = ModelTarget.of("fake", "good");
    var builder = ModelDispatch.builder().openaiCompatible("fake", URI.create(args[0])).retries(0);
    try (var models = builder.build()) {
      models
          .dispatcher()
          .dispatchAsync(
              good,
              Prompt.of("hi"),
              event -> {
                if (event instanceof DispatchEvent.Settled) {
                  System.out.println("heard " + MDC.get("dispatch.id"));
                }
              })
          .thenRun(() -> System.out.println("then " + MDC.get("dispatch.target")))
          .get(10, TimeUnit.SECONDS);
      models.ask("fake/rejected", "hi");
      models.ask("fake/rejected", "hi");
      var request =
          BatchRequest.builder(List.of(good), Prompt.of("hi"))
              .listener((slot, event) -> System.out.println("slot " + MDC.get("dispatch.batch")))
              .build();
      models.batch().dispatch(request);
    }
    System.out.println("after " + MDC.getCopyOfContextMap());
  }
}
