package dev.modeldispatch.core.provider;

import com.fasterxml.jackson.databind.JsonNode;
import dev.modeldispatch.Failure;
import dev.modeldispatch.FailureKind;
import dev.modeldispatch.ModelTarget;
import dev.modeldispatch.connector.ProviderStatus;
import dev.modeldispatch.core.failure.RemoteText;
import dev.modeldispatch.core.failure.ServerReply;
import dev.modeldispatch.core.http.Exchange;
import dev.modeldispatch.core.http.HttpEnd;
import dev.modeldispatch.core.http.HttpSink;
import dev.modeldispatch.core.http.HttpTransport;
import dev.modeldispatch.core.internal.Json;
import dev.modeldispatch.core.internal.JsonTrouble;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;

/**
 * Asks a provider which models it serves, page by page.
 *
 * <p>Between threads: one page is asked for at a time, the next by the thread that read the one
 * before. Whoever ends {@code told} first wins; then every exchange is aborted, and whoever begins
 * one after that finds the end and aborts it itself.
 */
final class ModelList {
  /** A server that always names one more page is not followed for ever. */
  private static final int MAX_PAGES = 10;

  private final Endpoint endpoint;
  private final HttpTransport transport;
  private final Queue<ProviderStatus.Model> models = new ConcurrentLinkedQueue<>();
  private final Queue<Exchange> exchanges = new ConcurrentLinkedQueue<>();
  private final CompletableFuture<List<ProviderStatus>> told = new CompletableFuture<>();

  private ModelList(Endpoint endpoint, HttpTransport transport) {
    this.endpoint = endpoint;
    this.transport = transport;
  }

  static CompletableFuture<List<ProviderStatus>> ask(
      Endpoint endpoint, HttpTransport transport, Duration limit) {
    var list = new ModelList(endpoint, transport);
    var unused = list.told.whenComplete((statuses, thrown) -> list.abort());
    list.ask(endpoint.dialect().modelsPath(), 1);
    try {
      var timer =
          transport
              .timers()
              .schedule(() -> list.silent(limit), limit.toNanos(), TimeUnit.NANOSECONDS);
      var unusedToo = list.told.whenComplete((statuses, thrown) -> timer.cancel(false));
    } catch (RejectedExecutionException e) {
      list.abort(); // the timer is closed, and the transport has told so or is about to
    }
    return list.told;
  }

  private void ask(String path, int page) {
    exchanges.add(transport.send(endpoint.get(path), new Page(page)));
    if (told.isDone()) {
      abort();
    }
  }

  private void abort() {
    exchanges.forEach(Exchange::abort);
  }

  private void tell(ProviderStatus status) {
    told.complete(List.of(status));
  }

  private void read(HttpEnd.Whole whole, int page) {
    if (whole.status() != 200) {
      tell(withoutModels(refused(whole)));
      return;
    }
    try {
      JsonNode body = Json.parse(whole.body());
      models.addAll(endpoint.dialect().models(body));
      Optional<String> next = endpoint.dialect().modelsPathAfter(body);
      if (next.isPresent() && page < MAX_PAGES) {
        ask(next.get(), page + 1);
      } else {
        tell(new ProviderStatus(endpoint.provider(), List.copyOf(models), Optional.empty()));
      }
    } catch (JsonTrouble e) {
      tell(withoutModels(malformed(e)));
    }
  }

  private Failure refused(HttpEnd.Whole whole) {
    var nobody = ModelTarget.of(endpoint.provider(), "(model-list)");
    var filter = RemoteText.filter(endpoint.secrets(), List.of());
    return endpoint
        .rules()
        .classify(nobody, ServerReply.of(whole.status(), whole.body()), filter)
        .build();
  }

  private Failure malformed(JsonTrouble trouble) {
    return Failure.builder(
            FailureKind.MALFORMED_RESPONSE,
            "provider '"
                + endpoint.provider()
                + "' lists its models in a body that is "
                + trouble.getMessage()
                + ".")
        .build();
  }

  private void silent(Duration limit) {
    tell(
        withoutModels(
            Failure.builder(
                    FailureKind.STALLED,
                    "provider '"
                        + endpoint.provider()
                        + "' did not list its models within "
                        + limit.toMillis()
                        + " ms.")
                .build()));
  }

  private ProviderStatus withoutModels(Failure failure) {
    return new ProviderStatus(endpoint.provider(), List.of(), Optional.of(failure));
  }

  /** One page, the first being 1. */
  private final class Page implements HttpSink {
    private final int number;

    Page(int number) {
      this.number = number;
    }

    @Override
    public boolean sending() {
      return true; // not heard: a list has no prompt
    }

    @Override
    public void ended(HttpEnd end) {
      if (end instanceof HttpEnd.Whole whole) {
        read(whole, number);
      } else if (end instanceof HttpEnd.Broken broken) {
        tell(withoutModels(broken.failure()));
      }
    }
  }
}
