package dev.modeldispatch.core;

import dev.modeldispatch.DispatchEvent;
import dev.modeldispatch.Dispatcher;
import dev.modeldispatch.ModelTarget;
import dev.modeldispatch.Prompt;
import java.util.Objects;
import java.util.concurrent.Flow;

/** The events of a dispatch, pulled; each subscriber starts a dispatch of its own. */
final class AnswerStream implements Flow.Publisher<DispatchEvent> {
  private final Dispatcher dispatcher;
  private final ModelTarget target;
  private final Prompt prompt;

  AnswerStream(Dispatcher dispatcher, ModelTarget target, Prompt prompt) {
    this.dispatcher = dispatcher;
    this.target = Objects.requireNonNull(target, "target");
    this.prompt = Objects.requireNonNull(prompt, "prompt");
  }

  @Override
  public void subscribe(Flow.Subscriber<? super DispatchEvent> subscriber) {
    new StreamReading(Objects.requireNonNull(subscriber, "subscriber"))
        .begin(listener -> dispatcher.dispatchAsync(target, prompt, listener));
  }
}
