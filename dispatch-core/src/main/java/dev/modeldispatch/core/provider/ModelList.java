package dev.modeldispatch.core.provider;

import dev.modeldispatch.Failure;
import dev.modeldispatch.FailureKind;
import dev.modeldispatch.ModelTarget;
import dev.modeldispatch.connector.ProviderStatus;
import dev.modeldispatch.core.failure.RemoteText;
import dev.modeldispatch.core.failure.ServerReply;
import dev.modeldispatch.core.http.HttpEnd;
import dev.modeldispatch.core.http.HttpSink;
import dev.modeldispatch.core.http.HttpTransport;
import dev.modeldispatch.core.internal.Json;
import dev.modeldispatch.core.internal.JsonTrouble;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;

/** Asks a provider which models it serves. */
final class ModelList implements HttpSink {
  private final Endpoint endpoint;
  private final CompletableFuture<List<ProviderStatus>> told = new CompletableFuture<>();

  private ModelList(Endpoint endpoint) {
    this.endpoint = endpoint;
  }

  static CompletableFuture<List<ProviderStatus>> ask(
      Endpoint endpoint, HttpTransport transport, Duration limit, InstantSource clock) {
    var list = new ModelList(endpoint);
    var exchange = transport.send(endpoint.get(endpoint.dialect().modelsPath()), list);
    Runnable passed =
        () -> {
          exchange.abort();
          list.silent(limit);
        };
    try {
      var timer = transport.timers().schedule(passed, limit.toNanos(), TimeUnit.NANOSECONDS);
      var unused = list.told.whenComplete((statuses, thrown) -> timer.cancel(false));
    } catch (RejectedExecutionException e) {
      exchange.abort(); // the timer is closed, and the transport has told so or is about to
    }
    return list.told;
  }

  @Override
  public boolean sending() {
    return true; // not heard: a list has no prompt
  }

  @Override
  public void ended(HttpEnd end) {
    if (end instanceof HttpEnd.Whole whole) {
      told.complete(List.of(read(whole)));
    } else if (end instanceof HttpEnd.Broken broken) {
      told.complete(List.of(withoutModels(broken.failure())));
    }
  }

  private ProviderStatus read(HttpEnd.Whole whole) {
    if (whole.status() == 200) {
      try {
        var models = endpoint.dialect().models(Json.parse(whole.body()));
        return new ProviderStatus(endpoint.provider(), models, Optional.empty());
      } catch (JsonTrouble e) {
        return withoutModels(
            Failure.builder(
                    FailureKind.MALFORMED_RESPONSE,
                    "provider '"
                        + endpoint.provider()
                        + "' lists its models in a body that is "
                        + e.getMessage()
                        + ".")
                .build());
      }
    }
    var nobody = ModelTarget.of(endpoint.provider(), "(model-list)");
    var filter = RemoteText.filter(endpoint.secrets(), List.of());
    return withoutModels(
        endpoint
            .rules()
            .classify(nobody, ServerReply.of(whole.status(), whole.body()), filter)
            .build());
  }

  private void silent(Duration limit) {
    told.complete(
        List.of(
            withoutModels(
                Failure.builder(
                        FailureKind.STALLED,
                        "provider '"
                            + endpoint.provider()
                            + "' did not list its models within "
                            + limit.toMillis()
                            + " ms.")
                    .build())));
  }

  private ProviderStatus withoutModels(Failure failure) {
    return new ProviderStatus(endpoint.provider(), List.of(), Optional.of(failure));
  }
}
