package dev.modeldispatch.core.engine;

import dev.modeldispatch.Failure;
import dev.modeldispatch.FailureKind;
import dev.modeldispatch.ModelTarget;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The providers that lately refused their key, or whose account is used up: no fallback is wasted
 * on them for a minute. An answer forgets it. A person has to act, so each is told once a minute.
 * Thread-safe.
 */
final class DeadCredentials {
  private static final Logger LOG = LoggerFactory.getLogger(DeadCredentials.class);
  private static final Duration KEPT = Duration.ofMinutes(1);
  private static final int MAX_PROVIDERS = 10_000;
  private static final Set<FailureKind> DEADLY =
      EnumSet.of(
          FailureKind.AUTH_MISSING,
          FailureKind.AUTH_REJECTED,
          FailureKind.QUOTA_EXHAUSTED,
          FailureKind.PROVIDER_NOT_CONNECTED);

  private final InstantSource clock;
  private final ConcurrentHashMap<String, Dead> dead = new ConcurrentHashMap<>();

  DeadCredentials(InstantSource clock) {
    this.clock = clock;
  }

  private record Dead(FailureKind kind, Instant until) {}

  void failed(ModelTarget target, Failure failure) {
    if (!DEADLY.contains(failure.kind())) {
      return;
    }
    String provider = target.provider();
    if (dead.size() >= MAX_PROVIDERS && !dead.containsKey(provider)) {
      dead.clear(); // names that callers made up; better to ask one in vain than to keep them all
    }
    Instant now = clock.instant();
    Dead before = dead.put(provider, new Dead(failure.kind(), now.plus(KEPT)));
    if (before == null || !now.isBefore(before.until())) {
      LOG.warn("{} {}", failure, failure.hint());
    }
  }

  void answered(ModelTarget target) {
    if (!dead.isEmpty()) {
      dead.remove(target.provider());
    }
  }

  /** Returns why this target is not worth asking, if it is not. */
  Optional<FailureKind> of(ModelTarget target) {
    return Optional.ofNullable(dead.get(target.provider()))
        .filter(d -> clock.instant().isBefore(d.until()))
        .map(Dead::kind);
  }
}
