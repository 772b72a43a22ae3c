package dev.modeldispatch.samples.benchmarks.simulation;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/** What one provider is asked, held against its protection. */
final class Provider {
  private static final long MINUTE = Duration.ofMinutes(1).toNanos();

  private final World world;
  private final String id;
  private final Optional<Guard> guard;
  private final Deque<Long> begunLately = new ArrayDeque<>();
  private final List<Long> troubles = new ArrayList<>();
  private long heldUntil = Long.MIN_VALUE;
  private long heldSince = Long.MIN_VALUE;
  private int open;

  Provider(World world, String id, Optional<Guard> guard) {
    this.world = world;
    this.id = id;
    this.guard = guard;
  }

  Optional<Guard> guard() {
    return guard;
  }

  /** {@return how many attempts run here} */
  int open() {
    return open;
  }

  void begins() {
    open++;
    guard.ifPresent(this::begins);
  }

  private void begins(Guard limits) {
    long now = world.now();
    world.expect(
        open <= limits.maxInFlight().orElse(Integer.MAX_VALUE),
        "no more at a provider at once than its maxInFlight",
        () -> open + " at " + id + " of " + limits);
    world.expect(
        now >= heldUntil || heldSince == now, // who was let go just before is told just after
        "nobody goes while the server wants to be left alone",
        () -> id + " is asked " + Duration.ofNanos(heldUntil - now) + " early");
    if (limits.requestsPerMinute().isPresent()) {
      while (!begunLately.isEmpty() && begunLately.getFirst() <= now - MINUTE) {
        begunLately.removeFirst();
      }
      begunLately.addLast(now);
      world.expect(
          begunLately.size() <= limits.requestsPerMinute().getAsInt(),
          "no more requests in a minute than requestsPerMinute",
          () -> begunLately.size() + " at " + id + " of " + limits);
    }
  }

  void ends() {
    open--;
  }

  /** A call met trouble. */
  void trouble() {
    troubles.add(world.now());
  }

  /** The server wants to be left alone for so long; that is believed for a minute. */
  void holds(Duration time) {
    boolean follows = guard.filter(Guard::followsServer).isPresent();
    if (follows && !time.isNegative()) {
      boolean longer = time.compareTo(Duration.ofNanos(MINUTE)) > 0;
      heldSince = world.now();
      heldUntil = Math.max(heldUntil, world.now() + (longer ? MINUTE : time.toNanos()));
    }
  }

  /** {@return until when nobody may go} */
  long heldUntil() {
    return heldUntil;
  }

  /** Takes back what a reply said that came too late. */
  void heldUntil(long before) {
    heldUntil = before;
  }

  /** {@return how many calls had met trouble by then} */
  int troublesBy(long at) {
    int found = Collections.binarySearch(troubles, at + 1);
    int end = found < 0 ? -found - 1 : found;
    while (end > 0 && troubles.get(end - 1) > at) {
      end--;
    }
    return end;
  }

  /** {@return when a call met trouble for the last time before or at that time} */
  Optional<Long> lastTrouble(long at) {
    int count = troublesBy(at);
    return count == 0 ? Optional.empty() : Optional.of(troubles.get(count - 1));
  }
}
