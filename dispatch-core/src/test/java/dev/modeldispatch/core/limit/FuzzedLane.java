package dev.modeldispatch.core.limit;

import dev.modeldispatch.Attempt;
import dev.modeldispatch.Failure;
import dev.modeldispatch.FailureKind;
import dev.modeldispatch.Usage;
import dev.modeldispatch.connector.Reply;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Random;
import java.util.TreeMap;

/** A lane with random limits, random users, and what has to be true of both at any time. */
final class FuzzedLane {
  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final FailureKind[] KINDS = FailureKind.values();
  private static final Attempt.Sent[] SENT = Attempt.Sent.values();

  private final Random random;
  private final Seen seen;
  private final LaneSettings settings;
  private final LaneRig rig;
  private final Deque<RecordingWish> waiting = new ArrayDeque<>();
  private final List<RecordingWish> inFlight = new ArrayList<>();
  private final Deque<Duration> lastMinute = new ArrayDeque<>();
  private Optional<RecordingWish> probe = Optional.empty();
  private final List<AssertionError> broken = new ArrayList<>();
  private Duration probeSince = Duration.ZERO;

  /** How often what happened. */
  static final class Seen {
    private final Map<String, Integer> counts =
        new TreeMap<>(
            Map.of(
                "admitted",
                0,
                "refused later",
                0,
                "threw",
                0,
                "withdrawn",
                0,
                "probe",
                0,
                "probe that hangs",
                0,
                "CIRCUIT_OPEN",
                0,
                "OVERLOADED_LOCALLY",
                0));

    void add(String what) {
      counts.merge(what, 1, Integer::sum);
    }

    Map<String, Integer> counts() {
      return counts;
    }
  }

  FuzzedLane(Random random, Seen seen) {
    this.random = random;
    this.seen = seen;
    settings =
        new LaneSettings(
            random.nextInt(4) == 0 ? OptionalInt.empty() : OptionalInt.of(1 + random.nextInt(5)),
            random.nextInt(8),
            random.nextInt(3) == 0 ? OptionalInt.of(1 + random.nextInt(60)) : OptionalInt.empty(),
            random.nextInt(3) == 0
                ? OptionalLong.of(1 + random.nextInt(900))
                : OptionalLong.empty(),
            random.nextInt(4) == 0 ? Optional.empty() : Optional.of(breaker()),
            random.nextBoolean());
    rig = LaneRig.of(settings);
  }

  private BreakerSettings breaker() {
    int calls = 1 + random.nextInt(6);
    return new BreakerSettings(
        1 + random.nextInt(100),
        calls,
        1 + random.nextInt(calls),
        Duration.ofNanos(1_000_000 + random.nextInt(2_000_000_000))
            .multipliedBy(1 + random.nextInt(5)),
        Duration.ofSeconds(10));
  }

  void step() {
    switch (random.nextInt(16)) {
      case 0, 1, 2, 3, 4, 5 -> enter();
      case 6, 7, 8, 9 -> pick(inFlight).ifPresent(this::end);
      case 10 -> pick(new ArrayList<>(waiting)).ifPresent(this::withdraw);
      default -> rig.time.advance(Duration.ofMillis(random.nextInt(1 << random.nextInt(16))));
    }
  }

  private void enter() {
    var wish = new RecordingWish();
    wish.tokens = random.nextInt(20) == 0 ? Long.MAX_VALUE : random.nextInt(200);
    wish.remaining = Duration.ofMillis(random.nextInt(200_000));
    wish.whenAdmitted = pass -> inLane(() -> admitted(wish));
    wish.whenRefused = failure -> inLane(() -> refusedLater(wish, failure));
    int ahead = rig.queued(); // who is just being told has left the queue
    wish.into(rig.lane);
    if (wish.went()) {
      expect(ahead == 0, "nobody is overtaken");
      goes(wish);
    } else if (wish.refusals.isEmpty()) {
      waiting.add(wish);
    } else {
      seen.add(wish.refusal().kind().name());
    }
  }

  /** The lane would take an assertion's error for the wish's own. */
  private void inLane(Runnable told) {
    try {
      told.run();
    } catch (AssertionError e) {
      broken.add(e);
    }
  }

  private void admitted(RecordingWish wish) {
    expect(waiting.poll() == wish, "first come, first served");
    seen.add("admitted");
    goes(wish);
    switch (random.nextInt(8)) {
      case 0 -> {
        seen.add("threw");
        over(wish);
        throw new StackOverflowError("a wish");
      }
      case 1 -> end(wish);
      case 2 -> enter();
      default -> {
        // It is under way.
      }
    }
  }

  private void refusedLater(RecordingWish wish, Failure failure) {
    expect(waiting.poll() == wish, "refused in order");
    expect(
        failure.kind() == FailureKind.CIRCUIT_OPEN
            || failure.kind() == FailureKind.OVERLOADED_LOCALLY,
        "refused for a reason");
    seen.add("refused later");
    if (random.nextInt(4) == 0) {
      enter();
    }
  }

  private void goes(RecordingWish wish) {
    expect(wish.passes.size() == 1, "one pass");
    inFlight.add(wish);
    Duration now = rig.time.elapsed();
    lastMinute.add(now);
    while (lastMinute.getFirst().plus(MINUTE).compareTo(now) <= 0) {
      lastMinute.removeFirst();
    }
    expect(
        lastMinute.size() <= settings.requestsPerMinute().orElse(Integer.MAX_VALUE),
        "requests within a minute");
    if (rig.lane.snapshot().breaker().equals(Optional.of("half open"))) {
      probes(wish, now);
    }
  }

  private void probes(RecordingWish wish, Duration now) {
    Duration openFor = settings.breaker().orElseThrow().openFor();
    if (probe.isPresent()) {
      expect(now.minus(probeSince).compareTo(openFor) >= 0, "one probe at a time");
      seen.add("probe that hangs");
    }
    seen.add("probe");
    probe = Optional.of(wish);
    probeSince = now;
  }

  private void end(RecordingWish wish) {
    over(wish);
    Pass pass = wish.passes.get(0);
    for (int times = 1 + random.nextInt(2); times > 0; times--) {
      if (random.nextInt(3) == 0) {
        pass.calledOff(kind(), Duration.ofSeconds(random.nextInt(20)), sent());
      } else {
        pass.ended(reply());
      }
    }
    if (!rig.lane.snapshot().breaker().equals(Optional.of("half open"))) {
      probe = Optional.empty();
    }
  }

  private void over(RecordingWish wish) {
    inFlight.remove(wish);
    if (probe.equals(Optional.of(wish))) {
      probe = Optional.empty();
    }
  }

  private void withdraw(RecordingWish wish) {
    waiting.remove(wish);
    seen.add("withdrawn");
    expect(rig.lane.withdraw(wish) && !wish.went(), "withdrawn is withdrawn");
  }

  private Reply reply() {
    var failure = Failure.builder(kind(), "scripted");
    if (random.nextBoolean()) {
      failure.retryAfter(Duration.ofSeconds(random.nextInt(100) - 10));
    }
    var reply =
        random.nextInt(3) == 0 ? Reply.answer("yes") : Reply.failure(failure.build()).sent(sent());
    if (random.nextBoolean()) {
      reply.usage(Usage.exact(random.nextInt(300), random.nextInt(30) == 0 ? Long.MAX_VALUE : 1));
    }
    if (random.nextInt(4) == 0) {
      reply.limits(new Reply.Limits(left(), reset(), left(), reset()));
    }
    return reply.build();
  }

  private OptionalLong left() {
    return random.nextInt(4) == 0 ? OptionalLong.empty() : OptionalLong.of(random.nextInt(8) - 1L);
  }

  private Optional<Duration> reset() {
    return random.nextInt(4) == 0
        ? Optional.empty()
        : Optional.of(Duration.ofMillis(random.nextInt(200_000) - 1_000L));
  }

  private FailureKind kind() {
    return random.nextBoolean() ? FailureKind.SERVER_ERROR : KINDS[random.nextInt(KINDS.length)];
  }

  private Attempt.Sent sent() {
    return SENT[random.nextInt(SENT.length)];
  }

  private Optional<RecordingWish> pick(List<RecordingWish> from) {
    return from.isEmpty() ? Optional.empty() : Optional.of(from.get(random.nextInt(from.size())));
  }

  void check() {
    if (!broken.isEmpty()) {
      throw broken.get(0);
    }
    var now = rig.lane.snapshot();
    int places = settings.maxInFlight().orElse(Integer.MAX_VALUE);
    expect(now.inFlight() == inFlight.size() && now.inFlight() <= places, "in flight");
    expect(now.queued() == waiting.size() && now.queued() <= settings.maxQueued(), "queued");
    boolean waitsForTime = !waiting.isEmpty() && now.inFlight() < places;
    expect(rig.time.pendingTasks() == (waitsForTime ? 1 : 0), "timers");
  }

  /** Ends all who go, and waits for those who do not yet. */
  void endAll() {
    while (broken.isEmpty() && (!inFlight.isEmpty() || !waiting.isEmpty())) {
      if (inFlight.isEmpty()) {
        rig.time.advance(MINUTE);
      } else {
        end(inFlight.get(0));
      }
    }
  }

  /** After enough time, whatever happened, the next one goes, and so do those after it. */
  void expectThatTheNextGoes() {
    for (int i = 0; i < 5; i++) {
      rig.time.advance(MINUTE.multipliedBy(3));
      var next = rig.enter();
      expect(next.went(), "the next goes");
      next.answered();
    }
    expect(rig.time.pendingTasks() == 0, "no timer is left");
  }

  private void expect(boolean fine, String what) {
    if (!fine) {
      throw new AssertionError(what + ", but " + rig.lane + "; " + rig.time + "; " + settings);
    }
  }
}
