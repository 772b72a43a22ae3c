package dev.modeldispatch.core.limit;

import dev.modeldispatch.Failure;
import dev.modeldispatch.FailureKind;
import dev.modeldispatch.ModelTarget;
import java.time.Duration;
import java.util.Locale;

/** What a lane says: for what one waits, and why one does not go. */
final class LaneWords {
  private final String provider;
  private final LaneSettings settings;

  /** Speaks for {@code provider 'openai'}. */
  LaneWords(String provider, LaneSettings settings) {
    this.provider = provider;
    this.settings = settings;
  }

  String place() {
    return "a place at "
        + provider
        + " ("
        + number(settings.maxInFlight().orElse(Integer.MAX_VALUE))
        + " at a time)";
  }

  String rate(RateLimit limit) {
    return provider + " (" + limit.words() + ")";
  }

  Failure queueFull(ModelTarget target) {
    return Failure.builder(
            FailureKind.OVERLOADED_LOCALLY,
            target + ": " + number(settings.maxQueued()) + " wait already for " + provider + ".")
        .hint("Send fewer at once, or raise maxQueued of its protection.")
        .evidence("maxQueued " + settings.maxQueued())
        .build();
  }

  Failure tooLate(ModelTarget target, RateLimit limit, long wait, long left) {
    Duration time = Duration.ofNanos(wait);
    return Failure.builder(
            FailureKind.OVERLOADED_LOCALLY,
            target + ": its turn would come after its deadline, because of " + rate(limit) + ".")
        .hint("Send fewer at once, allow more time, or raise the limit of its protection.")
        .evidence(
            limit.words()
                + ": "
                + time(time)
                + " to wait, "
                + time(Duration.ofNanos(Math.max(0, left)))
                + " left")
        .retryAfter(time)
        .build();
  }

  Failure circuitOpen(ModelTarget target, BreakerGate.Refusal refusal) {
    var failure =
        Failure.builder(
                FailureKind.CIRCUIT_OPEN,
                target + ": not asked, since " + provider + " is in trouble.")
            .hint("Ask another provider, or later: one call then tries whether it works again.")
            .evidence(refusal.evidence());
    refusal.left().ifPresent(failure::retryAfter);
    return failure.build();
  }

  static String number(long value) {
    return String.format(Locale.ROOT, "%,d", value);
  }

  /** Returns tenths of a second below ten seconds, whole ones from then on; rounded up. */
  static String time(Duration time) {
    long tenths = time.plusNanos(99_999_999).toMillis() / 100;
    if (tenths >= 100 || tenths % 10 == 0) {
      return number((tenths + 9) / 10) + " s";
    }
    return tenths / 10 + "." + tenths % 10 + " s";
  }
}
