package dev.modeldispatch.core.internal;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Locale;

/** Writes times for readers. */
public final class Times {
  private Times() {}

  /** Returns the time as {@code 1.2s} from one second on, else as {@code 340ms}. */
  public static String shown(Duration time) {
    long millis = time.toMillis();
    return millis < 1000 ? millis + "ms" : String.format(Locale.ROOT, "%.1fs", millis / 1000.0);
  }

  /** Returns the time in seconds, for example {@code 30} or {@code 0.5}. */
  public static String seconds(Duration time) {
    return BigDecimal.valueOf(time.toMillis(), 3).stripTrailingZeros().toPlainString();
  }
}
