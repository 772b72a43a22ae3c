package dev.modeldispatch.core.engine;

import dev.modeldispatch.Answered;
import dev.modeldispatch.DispatchEvent;
import dev.modeldispatch.DispatchListener;
import dev.modeldispatch.ModelResult;
import dev.modeldispatch.ModelTarget;
import dev.modeldispatch.core.internal.Resources;
import dev.modeldispatch.core.internal.SerialEvents;
import dev.modeldispatch.core.internal.Trace;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.Function;

/**
 * What a dispatch tells its listener, each thing at its time since the start. Added under the
 * dispatch's lock, delivered without.
 */
final class Told {
  private final InstantSource clock;
  private final Instant start;
  private final SerialEvents events;

  Told(DispatchListener listener, Resources resources, Trace trace) {
    this.clock = resources.clock();
    this.start = clock.instant();
    this.events = SerialEvents.to(listener, resources.callbacks(), trace);
  }

  Duration elapsed() {
    return Duration.between(start, clock.instant());
  }

  boolean wantsText() {
    return events.wantsText();
  }

  void add(Function<Duration, DispatchEvent> event) {
    if (events.isHeard()) {
      events.add(event.apply(elapsed()));
    }
  }

  /** Adds the end; an answer that came without its text before it is told as text, too. */
  void addEnd(ModelTarget target, ModelTarget by, ModelResult result, boolean nothingCame) {
    Duration at = result.elapsed();
    if (result instanceof Answered a && nothingCame) {
      events.add(new DispatchEvent.Text(by, at, DispatchEvent.Text.Kind.ANSWER, a.text()));
    }
    events.add(new DispatchEvent.Settled(target, at, result));
  }

  void deliver() {
    events.deliver();
  }

  void whenRead(Runnable readOn) {
    events.whenRead(readOn);
  }
}
