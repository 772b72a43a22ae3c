package dev.modeldispatch.core.limit;

import dev.modeldispatch.Failure;
import dev.modeldispatch.ModelTarget;
import dev.modeldispatch.core.internal.Resources;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The way to one provider: lets so many go at a time and in a time, in the order in which they
 * came, and nobody while the provider is in trouble. Never blocks. Thread-safe.
 *
 * <p>Between threads: all that is counted changes under this object's lock. Who goes or does not is
 * decided there, and told without it, so {@code withdraw} may come between: then the wish gets its
 * pass nevertheless, and has to end it. A wish that throws when it is admitted has its pass ended
 * for it. Callers hold no lock, since each call may admit others on the same thread.
 */
public final class Lane {
  private static final Logger LOG = LoggerFactory.getLogger(Lane.class);
  private static final Duration ANY_TIME = Duration.ofDays(365);

  private final String provider;
  private final LaneSettings settings;
  private final Resources resources;
  private final Instant start;
  private final LaneWords words;
  private final Rates rates;
  private final Optional<BreakerGate> breaker;
  private final int places;
  private final Map<Wish, Waiter> queue = new LinkedHashMap<>();
  private int inFlight;
  private @Nullable Future<?> timer;
  private long timerDue;

  /**
   * How a lane is, for people.
   *
   * @param inFlight how many go
   * @param queued how many wait
   * @param breaker closed, open or half open; empty without a breaker
   */
  public record Snapshot(int inFlight, int queued, Optional<String> breaker) {}

  Lane(String provider, LaneSettings settings, Resources resources) {
    this.provider = provider;
    this.settings = settings;
    this.resources = resources;
    start = resources.clock().instant();
    words = new LaneWords(provider, settings);
    rates = new Rates(settings, 0);
    breaker = settings.breaker().map(b -> new BreakerGate(provider, b, resources.clock()));
    places = settings.maxInFlight().orElse(Integer.MAX_VALUE);
  }

  /** Lets the wish go, wait, or not; who may not go at once waits behind all who came before. */
  public Entry enter(Wish wish) {
    ModelTarget target = wish.target();
    long tokens = Math.max(0, wish.tokens());
    long remaining = nanos(wish.remaining());
    synchronized (this) {
      long now = now();
      var permit = new Permit();
      var refusal = breaker.flatMap(gate -> gate.tryTake(permit, now));
      if (refusal.isPresent()) {
        return new Entry.Refused(words.circuitOpen(target, refusal.get()));
      }
      var waiter = new Waiter(wish, target, permit, tokens, now + remaining);
      Entry entry = goOrWait(waiter, now);
      if (entry instanceof Entry.Refused) {
        breaker.ifPresent(gate -> gate.dropped(permit));
      }
      return entry;
    }
  }

  private Entry goOrWait(Waiter waiter, long now) {
    boolean placeFree = inFlight + queue.size() < places;
    if (placeFree && queue.isEmpty() && rates.waitFor(waiter.tokens, now).isEmpty()) {
      return new Entry.Go(begin(waiter, now));
    }
    if (queue.size() >= settings.maxQueued()) {
      return new Entry.Refused(words.queueFull(waiter.target));
    }
    var tooLate = placeFree ? tooLate(waiter, queue.size(), now) : Optional.<Failure>empty();
    if (tooLate.isPresent()) {
      return new Entry.Refused(tooLate.get());
    }
    waiter.waitsFor = placeFree ? waitsForRate(waiter, now) : words.place();
    queue.put(waiter.wish, waiter);
    setTimer(now);
    return new Entry.Wait(waiter.waitsFor);
  }

  /** Who is not the first waits for what the first waits for. */
  private String waitsForRate(Waiter waiter, long now) {
    Waiter first = queue.isEmpty() ? waiter : queue.values().iterator().next();
    return rates.waitFor(first.tokens, now).map(w -> words.rate(w.limit())).orElse(first.waitsFor);
  }

  private Optional<Failure> tooLate(Waiter waiter, int ahead, long now) {
    long left = waiter.deadline - now;
    return rates
        .leastWait(waiter.tokens, ahead, now)
        .filter(wait -> wait.nanos() >= left)
        .map(wait -> words.tooLate(waiter.target, wait.limit(), wait.nanos(), left));
  }

  /**
   * Takes the wish out of the queue, and returns whether it was there: if so, it is not called any
   * more. If not, it has gone or is just being told, and ends the pass that it has or gets.
   */
  public boolean withdraw(Wish wish) {
    List<Runnable> told;
    synchronized (this) {
      Waiter waiter = queue.remove(wish);
      if (waiter == null) {
        return false; // loses to whoever admitted or refused it
      }
      breaker.ifPresent(gate -> gate.dropped(waiter.permit));
      told = letGo(now());
    }
    Deliveries.run(told);
    return true;
  }

  /** A pass ended, for the first time. */
  void ended(Pass pass, End how) {
    List<Runnable> told;
    synchronized (this) {
      long now = now();
      inFlight--;
      rates.ended(pass.tokens(), how, inFlight, now);
      var opened = breaker.filter(gate -> gate.ended(pass.permit(), how.outcome(), now));
      told = opened.map(gate -> refuseAll(gate.refusal(now))).orElseGet(() -> letGo(now));
    }
    Deliveries.run(told);
  }

  private void timePassed() {
    List<Runnable> told;
    synchronized (this) {
      timer = null;
      told = letGo(now());
    }
    Deliveries.run(told);
  }

  /** Lets all go who may, under the lock; returns what to tell them. */
  private List<Runnable> letGo(long now) {
    List<Runnable> told = new ArrayList<>();
    while (!queue.isEmpty() && inFlight < places) {
      Iterator<Waiter> waiters = queue.values().iterator();
      Waiter first = waiters.next();
      var wait = rates.waitFor(first.tokens, now);
      var tooLate = wait.flatMap(w -> tooLate(first, 0, now));
      if (wait.isPresent() && tooLate.isEmpty()) {
        waitsNow(first, words.rate(wait.get().limit()), told);
        break;
      }
      waiters.remove();
      if (tooLate.isPresent()) {
        breaker.ifPresent(gate -> gate.dropped(first.permit));
        told.add(() -> refuse(first.wish, tooLate.get()));
      } else {
        Pass pass = begin(first, now);
        told.add(() -> admit(first.wish, pass));
      }
    }
    setTimer(now);
    return told;
  }

  private void waitsNow(Waiter first, String what, List<Runnable> told) {
    if (!first.waitsFor.equals(what)) {
      first.waitsFor = what;
      told.add(() -> tell(() -> first.wish.waitsFor(what)));
    }
  }

  private List<Runnable> refuseAll(BreakerGate.Refusal refusal) {
    List<Runnable> told = new ArrayList<>();
    told.add(() -> LOG.warn("{} is left alone: {}", provider, refusal.evidence()));
    for (Waiter waiter : queue.values()) {
      Failure failure = words.circuitOpen(waiter.target, refusal);
      told.add(() -> refuse(waiter.wish, failure));
    }
    queue.clear();
    cancelTimer();
    return told;
  }

  private Pass begin(Waiter waiter, long now) {
    inFlight++;
    rates.begins(waiter.tokens, now);
    breaker.ifPresent(gate -> gate.begins(waiter.permit, now));
    return new Pass(this, waiter.permit, waiter.tokens);
  }

  private static void admit(Wish wish, Pass pass) {
    if (!tell(() -> wish.admitted(pass))) {
      pass.end(End.UNKNOWN);
    }
  }

  private static void refuse(Wish wish, Failure failure) {
    tell(() -> wish.refused(failure));
  }

  /** Whatever a wish throws is its own affair: others wait to be told. */
  private static boolean tell(Runnable call) {
    try {
      call.run();
      return true;
    } catch (Throwable e) {
      LOG.warn("one who waited for its turn threw {}", e.getClass().getName());
      return false;
    }
  }

  /** Only the first needs a timer, and only if it waits for time to pass. */
  private void setTimer(long now) {
    if (queue.isEmpty() || inFlight >= places) {
      cancelTimer();
      return;
    }
    Waiter first = queue.values().iterator().next();
    long wait = rates.waitFor(first.tokens, now).map(Rates.Wait::nanos).orElse(0L);
    if (timer == null || timerDue != now + wait) {
      cancelTimer();
      timerDue = now + wait;
      timer = later(wait);
    }
  }

  private @Nullable Future<?> later(long wait) {
    try {
      return resources.after(Duration.ofNanos(wait), this::timePassed);
    } catch (RejectedExecutionException e) {
      return null; // the front door closes, and ends all who wait
    }
  }

  private void cancelTimer() {
    if (timer != null) {
      timer.cancel(false);
      timer = null;
    }
  }

  /** Nanoseconds since the start. */
  private long now() {
    return Duration.between(start, resources.clock().instant()).toNanos();
  }

  private static long nanos(Duration time) {
    return time.compareTo(ANY_TIME) > 0 ? ANY_TIME.toNanos() : Math.max(0, time.toNanos());
  }

  /** {@return from when on a server's silence is trouble} */
  Duration silence() {
    return settings.breaker().map(BreakerSettings::silence).orElse(ANY_TIME);
  }

  /** {@return how it is now} */
  public synchronized Snapshot snapshot() {
    return new Snapshot(inFlight, queue.size(), breaker.map(BreakerGate::toString));
  }

  @Override
  public String toString() {
    Snapshot now = snapshot();
    return provider
        + ": "
        + LaneWords.number(now.inFlight())
        + " in flight, "
        + LaneWords.number(now.queued())
        + " queued"
        + now.breaker().map(state -> ", breaker " + state).orElse("");
  }

  /** A wish that may have to wait. */
  private static final class Waiter {
    private final Wish wish;
    private final ModelTarget target;
    private final Permit permit;
    private final long tokens;
    private final long deadline;
    private String waitsFor = "";

    Waiter(Wish wish, ModelTarget target, Permit permit, long tokens, long deadline) {
      this.wish = wish;
      this.target = target;
      this.permit = permit;
      this.tokens = tokens;
      this.deadline = deadline;
    }
  }
}
