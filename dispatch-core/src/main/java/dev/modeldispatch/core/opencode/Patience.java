package dev.modeldispatch.core.opencode;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/** How long something has been silent. Not thread-safe. */
final class Patience {
  private final InstantSource clock;
  private final Duration limit;
  private @Nullable Instant silentSince;

  Patience(InstantSource clock, Duration limit) {
    this.clock = clock;
    this.limit = limit;
  }

  /** Takes in whether it answered just now; true once it has been silent for the limit. */
  boolean isOver(boolean answered) {
    if (answered) {
      silentSince = null;
      return false;
    }
    Instant now = clock.instant();
    Instant since = silentSince == null ? now : silentSince;
    silentSince = since;
    return Duration.between(since, now).compareTo(limit) >= 0;
  }
}
