package dev.modeldispatch.core.engine;

import dev.modeldispatch.Failure;
import dev.modeldispatch.Fallbacks;
import dev.modeldispatch.ModelTarget;
import dev.modeldispatch.Prompt;
import dev.modeldispatch.Session;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * The one or two legs of a dispatch, and whether there may be a second. Used under the dispatch's
 * lock.
 *
 * <p>A hedge is for a target that is slow, so it goes to another provider, is not worth a refused
 * key, and takes from the slow target's retry budget: where all are slow, hedging fades out instead
 * of doubling the load.
 */
final class Legs {
  private final Dispatch dispatch;
  private final Engine engine;
  private final Optional<Prompt.Hedge> hedge;
  private final Fallbacks fallbacks;
  private final Asked seen;
  private final List<Leg> all = new ArrayList<>(1);

  /** A conversation stays with the model that keeps it: no fallbacks, no hedge. */
  Legs(Dispatch dispatch, Engine engine, ModelTarget target, Prompt prompt) {
    boolean fresh = prompt.session().mode() == Session.Mode.FRESH;
    this.dispatch = dispatch;
    this.engine = engine;
    this.hedge = fresh ? prompt.hedge() : Optional.empty();
    this.fallbacks = fresh ? engine.fallbacks(target, prompt) : Fallbacks.none();
    this.seen = new Asked(target);
  }

  Optional<Duration> hedgeAfter() {
    return hedge.map(Prompt.Hedge::after);
  }

  Leg first(ModelTarget target) {
    var leg = new Leg(dispatch, target, true, fallbacks, seen);
    all.add(leg);
    return leg;
  }

  /** Returns the second leg if there is to be one now and nothing speaks against it. */
  Optional<Leg> second() {
    if (hedge.isEmpty() || all.size() != 1 || all.get(0).spoke() || engine.isClosed()) {
      return Optional.empty();
    }
    ModelTarget other = hedge.get().target();
    ModelTarget slow = all.get(0).asked();
    if (other.provider().equals(slow.provider())) {
      seen.note("not hedged: " + other + " is of the same provider as " + slow + ".");
      return Optional.empty();
    }
    if (!seen.mayAsk(other, engine.dead().of(other))) {
      return Optional.empty();
    }
    if (!engine.budget().tryTake(slow)) {
      seen.note("not hedged: the retry budget of " + slow + " is used up.");
      return Optional.empty();
    }
    if (!seen.ask(other)) {
      return Optional.empty();
    }
    var leg = new Leg(dispatch, other, false, Fallbacks.none(), seen);
    all.add(leg);
    return Optional.of(leg);
  }

  boolean areOver() {
    return all.stream().allMatch(Leg::isOver);
  }

  /** Who is asked right now; the given one if nobody is. */
  ModelTarget asked(ModelTarget otherwise) {
    return all.stream().filter(leg -> !leg.isOver()).map(Leg::asked).findFirst().orElse(otherwise);
  }

  /** Calls off all that are not over, but the winner; returns the steps that end their work. */
  List<Runnable> callOff(
      Progress progress, Duration now, Optional<Leg> winner, Function<ModelTarget, Failure> why) {
    List<Runnable> aborts = new ArrayList<>(1);
    for (Leg leg : all) {
      if (!leg.isOver() && !winner.equals(Optional.of(leg))) {
        aborts.add(leg.callOff(progress, now, why.apply(leg.asked())));
      }
    }
    return aborts;
  }

  /** {@return who was passed over, and why} */
  List<String> notes() {
    return seen.notes();
  }
}
