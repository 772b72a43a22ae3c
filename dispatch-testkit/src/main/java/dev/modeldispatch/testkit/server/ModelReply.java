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
 * @param answer what is answered, given the model's name
 * @param travel how it travels
 */
record ModelReply(
    String name,
    Duration delay,
    Function<String, WireAnswer> answer,
    Function<WireAnswer, List<Act>> travel) {

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
