package dev.modeldispatch.testkit;

import dev.modeldispatch.DispatchEvent;
import dev.modeldispatch.DispatchListener;
import dev.modeldispatch.ModelResult;
import dev.modeldispatch.ModelTarget;
import dev.modeldispatch.connector.ResultFuture;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;

/**
 * A dispatch that was over before it began: its result and its events. Immutable, so that one can
 * serve any number of dispatches of the same target.
 *
 * @param outcome the result; never empty
 * @param events what a listener hears, in order
 */
record ReadyOutcome(Optional<ModelResult> outcome, List<DispatchEvent> events)
    implements ResultFuture.Work<ModelResult> {

  static ReadyOutcome of(ModelResult result, List<String> pieces) {
    var target = result.target();
    var events = new ArrayList<DispatchEvent>();
    if (!result.attempts().isEmpty()) {
      events.add(new DispatchEvent.AttemptStarted(target, Duration.ZERO, 1));
    }
    pieces.forEach(piece -> events.add(text(target, Duration.ZERO, piece)));
    tail(result, pieces, Duration.ZERO).ifPresent(events::add);
    events.add(new DispatchEvent.Settled(target, Duration.ZERO, result));
    return new ReadyOutcome(Optional.of(result), List.copyOf(events));
  }

  /** The piece of an answer's text that was not told yet. */
  static Optional<DispatchEvent> tail(ModelResult result, List<String> pieces, Duration at) {
    int told = pieces.stream().mapToInt(String::length).sum();
    return result
        .answered()
        .map(answer -> answer.text().substring(told))
        .filter(rest -> !rest.isEmpty())
        .map(rest -> text(result.target(), at, rest));
  }

  static DispatchEvent text(ModelTarget target, Duration at, String piece) {
    return new DispatchEvent.Text(target, at, DispatchEvent.Text.Kind.ANSWER, piece);
  }

  ResultFuture<ModelResult> tell(DispatchListener listener, Executor callbacks) {
    if (listener != DispatchListener.none()) {
      callbacks.execute(() -> events.forEach(e -> SerialListener.deliver(listener, e)));
    }
    var future = new ResultFuture<>(this);
    future.settle(outcome.orElseThrow());
    return future;
  }

  @Override
  public boolean cancel() {
    return false;
  }
}
