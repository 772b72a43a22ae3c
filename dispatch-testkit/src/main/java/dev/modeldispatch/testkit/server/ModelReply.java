package dev.modeldispatch.testkit.server;

import dev.modeldispatch.testkit.server.FakeModelServer.Dialect;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * One behaviour of a model.
 *
 * @param name what it does, for messages and the journal
 * @param delay how long the server takes before it
 * @param dialects those that can play it
 * @param ofStreams whether only a request for a stream can be answered so
 * @param says what is answered
 * @param travel how it travels
 */
record ModelReply(
    String name, Duration delay, Set<Dialect> dialects, boolean ofStreams, Says says, Way travel) {
  /** What is answered to a request in a form. */
  @FunctionalInterface
  interface Says {
    WireAnswer to(WireForm form, String model, HttpRequest request);
  }

  /** Returns why this cannot be the reply to the request, if it cannot. */
  Optional<String> problem(WireForm form, HttpRequest request) {
    if (!dialects.contains(form.dialect())) {
      return Optional.of(name + " is nothing that " + form.dialect() + " does, only " + dialects);
    }
    return ofStreams && !form.stream().isAskedFor(request)
        ? Optional.of(name + " is about a stream, and the request wants none")
        : Optional.empty();
  }

  List<Act> acts(WireAnswer decided, WireForm form) {
    var acts = new ArrayList<Act>();
    if (!delay.isZero()) {
      acts.add(new Act.Pause(delay));
    }
    acts.addAll(travel.acts(decided, form));
    return acts;
  }

  @Override
  public String toString() {
    return name;
  }
}
