package dev.modeldispatch.core.http;

import dev.modeldispatch.Misuse;
import java.time.Duration;
import java.util.Optional;

/**
 * How long and how much an exchange may take.
 *
 * @param connect until the connection stands
 * @param idle between two pieces of content, once the reply has begun; blanks are no content
 * @param firstContent from the moment the request begins to leave; by default there is no limit but
 *     the dispatch's deadline. Not for an ask with an idle limit of its own, nor for one without a
 *     body, of which it is not known when it leaves
 * @param maxResponseBytes of a reply's body
 * @param maxHeaderBytes of a reply's head
 */
public record HttpLimits(
    Duration connect,
    Duration idle,
    Optional<Duration> firstContent,
    int maxResponseBytes,
    int maxHeaderBytes) {
  /** 10 s to connect, 60 s idle, no limit for the first content, 8 MiB of body, 256 KiB of head. */
  public static final HttpLimits STANDARD =
      new HttpLimits(
          Duration.ofSeconds(10), Duration.ofSeconds(60), Optional.empty(), 8 << 20, 256 << 10);

  /** Checks that all are above zero. */
  public HttpLimits {
    Misuse.check("limits")
        .unless(isPositive(connect), () -> "connect " + connect + " must be above zero")
        .unless(isPositive(idle), () -> "idle " + idle + " must be above zero")
        .unless(
            firstContent.isEmpty() || isPositive(firstContent.get()),
            () -> "firstContent " + firstContent.orElseThrow() + " must be above zero")
        .unless(maxResponseBytes > 0, () -> "maxResponseBytes must be above zero")
        .unless(maxHeaderBytes > 0, () -> "maxHeaderBytes must be above zero")
        .orThrow();
  }

  private static boolean isPositive(Duration limit) {
    return limit.compareTo(Duration.ZERO) > 0;
  }
}
