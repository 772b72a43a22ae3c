package dev.modeldispatch.testkit.server;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * One behaviour of a model.
 *
 * @param name what it does, for messages and the journal
 * @param delay how long the server takes before it
 * @param says what is answered
 * @param travel how it travels
 */
record ModelReply(String name, Duration delay, Says says, Function<WireAnswer, List<Act>> travel) {
  /** What is answered to a request. */
  @FunctionalInterface
  interface Says {
    WireAnswer to(String model, HttpRequest request);
  }

  List<Act> acts(WireAnswer decided) {
    var acts = new ArrayList<Act>();
    if (!delay.isZero()) {
      acts.add(new Act.Pause(delay));
    }
    acts.addAll(travel.apply(decided));
    return acts;
  }

  @Override
  public String toString() {
    return name;
  }
}
