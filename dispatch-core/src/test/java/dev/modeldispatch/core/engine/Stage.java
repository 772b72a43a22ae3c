package dev.modeldispatch.core.engine;

import dev.modeldispatch.DispatchEvent;
import dev.modeldispatch.Failure;
import dev.modeldispatch.FailureKind;
import dev.modeldispatch.Fallbacks;
import dev.modeldispatch.ModelResult;
import dev.modeldispatch.ModelTarget;
import dev.modeldispatch.Prompt;
import dev.modeldispatch.connector.Call;
import dev.modeldispatch.connector.ModelConnector;
import dev.modeldispatch.connector.Reply;
import dev.modeldispatch.core.internal.Resources;
import dev.modeldispatch.core.limit.LaneSettings;
import dev.modeldispatch.core.limit.Lanes;
import dev.modeldispatch.testkit.VirtualTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/** An engine on virtual time whose targets {@code a/..} to {@code d/..} play a part each. */
final class Stage implements ModelConnector {
  final VirtualTime time = new VirtualTime();
  final List<Call> calls = new ArrayList<>();
  final List<Call> aborted = new ArrayList<>();
  final List<DispatchEvent> events = new ArrayList<>();
  final Lanes lanes;
  final Engine engine;
  private final Map<ModelTarget, Consumer<Call>> parts = new HashMap<>();

  Stage() {
    this(Map.of(), Map.of());
  }

  Stage(Map<ModelTarget, Fallbacks> fallbacks, Map<String, LaneSettings> protectedOnes) {
    var resources = new Resources(time, time, Runnable::run);
    var standard = EngineSettings.STANDARD;
    var settings =
        new EngineSettings(
            standard.dispatchTimeout(),
            standard.maxInFlight(),
            standard.maxQueued(),
            standard.retry(),
            fallbacks);
    lanes = Lanes.of(protectedOnes, Optional.empty(), resources);
    engine = Engine.open(Connectors.of(List.of(this)), settings, lanes, resources, () -> 0);
  }

  Stage plays(String target, Consumer<Call> part) {
    parts.put(ModelTarget.parse(target), part);
    return this;
  }

  CompletableFuture<ModelResult> ask(String target, Prompt prompt) {
    return engine.dispatchAsync(ModelTarget.parse(target), prompt, events::add);
  }

  List<String> asked() {
    return calls.stream().map(call -> call.target().toString()).toList();
  }

  static Consumer<Call> answers(String text) {
    return call -> {
      call.sending();
      call.settle(Reply.answer(text).build());
    };
  }

  static Consumer<Call> fails(FailureKind kind) {
    return call -> call.settle(Reply.failure(Failure.builder(kind, "scripted").build()).build());
  }

  static Consumer<Call> hangs() {
    return Call::sending;
  }

  @Override
  public Set<String> providers() {
    return Set.of("a", "b", "c", "d");
  }

  @Override
  public void call(Call call) {
    calls.add(call);
    call.onAbort(() -> aborted.add(call));
    parts.getOrDefault(call.target(), answers("well")).accept(call);
  }

  @Override
  public void close() {
    // Nothing is held.
  }
}
