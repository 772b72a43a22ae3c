package dev.modeldispatch.core.http;

import dev.modeldispatch.Misuse;
import java.time.Duration;

/**
 * How long and how much an exchange may take.
 *
 * @param connect until the connection stands
 * @param idle between two pieces of content, once the reply has begun; blanks are no content
 * @param maxResponseBytes of a reply's body
 * @param maxHeaderBytes of a reply's head
 */
public record HttpLimits(
    Duration connect, Duration idle, int maxResponseBytes, int maxHeaderBytes) {
  /** 10 s to connect, 60 s idle, 8 MiB of body, 256 KiB of head. */
  public static final HttpLimits STANDARD =
      new HttpLimits(Duration.ofSeconds(10), Duration.ofSeconds(60), 8 << 20, 256 << 10);

  /** Checks that all are above zero. */
  public HttpLimits {
    Misuse.check("limits")
        .unless(isPositive(connect), () -> "connect " + connect + " must be above zero")
        .unless(isPositive(idle), () -> "idle " + idle + " must be above zero")
        .unless(maxResponseBytes > 0, () -> "maxResponseBytes must be above zero")
        .unless(maxHeaderBytes > 0, () -> "maxHeaderBytes must be above zero")
        .orThrow();
  }

  private static boolean isPositive(Duration limit) {
    return limit.compareTo(Duration.ZERO) > 0;
  }
}
