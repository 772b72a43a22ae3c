package dev.modeldispatch.core.engine;

import dev.modeldispatch.connector.Call;
import dev.modeldispatch.connector.ModelConnector;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.function.Consumer;

/** A connector whose attempts go as told, in order; the last one goes on for ever. */
final class ScriptedConnector implements ModelConnector {
  final List<Call> calls = new ArrayList<>();
  final List<Call> aborted = new ArrayList<>();
  private final Queue<Consumer<Call>> script;

  ScriptedConnector(Consumer<Call> only) {
    this(List.of(only));
  }

  ScriptedConnector(Consumer<Call> first, Consumer<Call> then) {
    this(List.of(first, then));
  }

  ScriptedConnector(List<Consumer<Call>> script) {
    this.script = new ArrayDeque<>(script);
  }

  @Override
  public Set<String> providers() {
    return Set.of("fake", "other");
  }

  @Override
  public void call(Call call) {
    calls.add(call);
    call.onAbort(() -> aborted.add(call));
    Consumer<Call> next = script.size() > 1 ? script.remove() : script.element();
    next.accept(call);
  }

  @Override
  public void close() {
    // Nothing is held.
  }
}
