package dev.modeldispatch.core.limit;

import dev.modeldispatch.core.internal.Resources;
import dev.modeldispatch.testkit.VirtualTime;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.stream.Stream;

/** A lane on virtual time. */
final class LaneRig {
  static final LaneSettings FREE =
      new LaneSettings(
          OptionalInt.empty(),
          1_000,
          OptionalInt.empty(),
          OptionalLong.empty(),
          Optional.empty(),
          false);
  static final BreakerSettings HALF_OF_FOUR =
      new BreakerSettings(50, 4, 2, Duration.ofSeconds(30), Duration.ofSeconds(10));

  final VirtualTime time = new VirtualTime();
  final Lane lane;

  private LaneRig(LaneSettings settings) {
    lane = new Lane("provider 'openai'", settings, new Resources(time, time, Runnable::run));
  }

  static LaneRig of(LaneSettings settings) {
    return new LaneRig(settings);
  }

  static LaneRig places(int places, int queued) {
    return of(
        new LaneSettings(
            OptionalInt.of(places),
            queued,
            OptionalInt.empty(),
            OptionalLong.empty(),
            Optional.empty(),
            false));
  }

  static LaneRig requestsPerMinute(int calls) {
    return of(
        new LaneSettings(
            OptionalInt.empty(),
            1_000,
            OptionalInt.of(calls),
            OptionalLong.empty(),
            Optional.empty(),
            false));
  }

  static LaneRig tokensPerMinute(long tokens) {
    return of(
        new LaneSettings(
            OptionalInt.empty(),
            1_000,
            OptionalInt.empty(),
            OptionalLong.of(tokens),
            Optional.empty(),
            false));
  }

  /** A breaker that opens when half of the last four calls, of two, had trouble. */
  static LaneRig breaker(int places) {
    return breaker(places, false);
  }

  static LaneRig breakerThatFollowsTheServer(int places) {
    return breaker(places, true);
  }

  private static LaneRig breaker(int places, boolean followsServer) {
    return of(
        new LaneSettings(
            OptionalInt.of(places),
            1_000,
            OptionalInt.empty(),
            OptionalLong.empty(),
            Optional.of(HALF_OF_FOUR),
            followsServer));
  }

  static LaneRig followingTheServer() {
    return of(
        new LaneSettings(
            OptionalInt.empty(),
            1_000,
            OptionalInt.empty(),
            OptionalLong.empty(),
            Optional.empty(),
            true));
  }

  RecordingWish enter() {
    return new RecordingWish().into(lane);
  }

  List<RecordingWish> enter(int wishes) {
    return Stream.generate(this::enter).limit(wishes).toList();
  }

  int inFlight() {
    return lane.snapshot().inFlight();
  }

  int queued() {
    return lane.snapshot().queued();
  }

  void advance(double seconds) {
    time.advance(Duration.ofNanos(Math.round(seconds * 1_000_000_000)));
  }
}
