package dev.modeldispatch.core.opencode;

import dev.modeldispatch.Failure;
import dev.modeldispatch.ModelTarget;
import dev.modeldispatch.connector.Call;
import dev.modeldispatch.connector.ModelConnector;
import dev.modeldispatch.connector.ProviderStatus;
import dev.modeldispatch.core.failure.FailureRules;
import dev.modeldispatch.core.http.HttpTransport;
import dev.modeldispatch.core.internal.Resources;
import dev.modeldispatch.core.internal.Turns;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;

/**
 * The plug to an opencode session server. It takes every provider that no other connector serves.
 * Thread-safe.
 *
 * <p>Closing waits at most 3 s until the sessions of what was cancelled are gone.
 */
public final class OpencodeConnector implements ModelConnector {
  private static final Duration CLOSE = Duration.ofSeconds(3);

  private final OpencodeOptions options;
  private final Resources resources;
  private final FailureRules rules;
  private final ServerApi api;
  private final Health health;
  private final Catalog catalog;
  private final ServerEvents events;
  private final Farewell farewell;
  private final Gate gate;
  private final Turns turns = new Turns();
  private boolean beating;
  private int silences;

  private OpencodeConnector(
      OpencodeOptions options, HttpTransport transport, Resources resources, FailureRules rules) {
    this.options = options;
    this.rules = rules;
    this.resources = resources;
    this.api = new ServerApi(options, transport, resources);
    this.health = new Health(api);
    this.catalog = new Catalog(api, health, resources);
    this.events = new ServerEvents(api, resources);
    this.farewell = new Farewell(api, resources);
    this.gate = new Gate(options.maxConcurrent());
  }

  /** Returns the plug to the server; nothing is sent before the first call. */
  @SuppressWarnings("exports") // for the front door, which hands in its own threads
  public static OpencodeConnector open(
      OpencodeOptions options, HttpTransport transport, Resources resources, FailureRules rules) {
    return new OpencodeConnector(options, transport, resources, rules);
  }

  @Override
  public Set<String> providers() {
    return Set.of();
  }

  @Override
  public boolean takesTheRest() {
    return true;
  }

  @Override
  public boolean mayServeUnlisted(ModelTarget target) {
    return false; // such a prompt is not even sent
  }

  @Override
  public boolean keepsSessions() {
    return true;
  }

  @Override
  public void call(Call call) {
    new SessionRun(this, call).begin();
  }

  @Override
  public CompletableFuture<List<ProviderStatus>> discover(Duration limit) {
    return catalog.discover(limit);
  }

  /** Returns when the server is healthy and its events are heard, or why not. */
  CompletableFuture<Optional<Failure>> ready() {
    return events.isOpen()
        ? beat(CompletableFuture.completedFuture(Optional.<Failure>empty()))
        : beat(
            health
                .check()
                .thenCompose(
                    problem ->
                        problem.isPresent()
                            ? CompletableFuture.completedFuture(problem)
                            : events.ready()));
  }

  private <T> CompletableFuture<T> beat(CompletableFuture<T> then) {
    synchronized (this) {
      if (beating) {
        return then;
      }
      beating = true;
    }
    nextBeat();
    return then;
  }

  private void nextBeat() {
    try {
      var unused = resources.after(options.heartbeat(), this::look);
    } catch (RejectedExecutionException e) {
      events.close(); // the timers are gone, and with them the dispatcher
    }
  }

  /** Looks whether the server still answers, as long as somebody waits for it. */
  private void look() {
    if (!events.hasListeners()) {
      synchronized (this) {
        beating = false;
        silences = 0;
      }
      return;
    }
    var unused =
        health
            .check(options.heartbeat())
            .thenAccept(
                problem -> {
                  if (isLost(problem)) {
                    Failure lost = Problems.serverSilent(api.shown());
                    events.all().forEach(listener -> listener.serverLost(lost));
                  }
                  nextBeat();
                });
  }

  private synchronized boolean isLost(Optional<Failure> problem) {
    silences = problem.isPresent() ? silences + 1 : 0;
    return silences >= 2;
  }

  OpencodeOptions options() {
    return options;
  }

  Resources resources() {
    return resources;
  }

  FailureRules rules() {
    return rules;
  }

  ServerApi api() {
    return api;
  }

  Catalog catalog() {
    return catalog;
  }

  ServerEvents events() {
    return events;
  }

  Farewell farewell() {
    return farewell;
  }

  Gate gate() {
    return gate;
  }

  Turns turns() {
    return turns;
  }

  int places() {
    return options.maxConcurrent();
  }

  @Override
  public void close() {
    farewell.await(CLOSE);
    events.close();
  }
}
