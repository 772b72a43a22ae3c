package dev.modeldispatch.testkit.server;

import dev.modeldispatch.FailureKind;
import java.time.Duration;
import java.util.Set;

/** How one kind of provider says that something failed. */
interface WireErrors {
  /** {@return the kinds of failure that the provider says with an error reply} */
  Set<FailureKind> kinds();

  /**
   * Returns how the provider says that it failed with this kind, one of {@link #kinds}.
   *
   * @param model which one was asked
   * @param wait for how long it wants to be left alone, told if the kind is a limit of the rate
   */
  WireAnswer of(FailureKind kind, String model, Duration wait);

  /** {@return an error reply with this status and message} */
  WireAnswer of(int status, String message);

  /** {@return how the provider says that it does not know the model} */
  WireAnswer unknownModel(String model);

  /** {@return how the provider says that it does not know the route} */
  WireAnswer unknownRoute(HttpRequest request);

  /** {@return the body of an error that comes under status 200, or inside a stream} */
  String insideOk();
}
