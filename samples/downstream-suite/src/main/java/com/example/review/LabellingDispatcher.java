package com.example.review;

import dev.modeldispatch.DispatchListener;
import dev.modeldispatch.Dispatcher;
import dev.modeldispatch.ModelResult;
import dev.modeldispatch.ModelTarget;
import dev.modeldispatch.Prompt;
import java.util.concurrent.CompletableFuture;

/** Labels each prompt with the team that pays for it, and passes all else on. */
public final class LabellingDispatcher implements Dispatcher {
  private final Dispatcher inner;
  private final String team;

  /** Makes one before this dispatcher. */
  public LabellingDispatcher(Dispatcher inner, String team) {
    this.inner = inner;
    this.team = team;
  }

  @Override
  public CompletableFuture<ModelResult> dispatchAsync(
      ModelTarget target, Prompt prompt, DispatchListener listener) {
    return inner.dispatchAsync(target, prompt.toBuilder().label("team", team).build(), listener);
  }
}
