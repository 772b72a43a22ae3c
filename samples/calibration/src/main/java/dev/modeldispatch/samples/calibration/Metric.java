package dev.modeldispatch.samples.calibration;

import java.util.Locale;

/**
 * One number that a run is judged by.
 *
 * @param name what it says
 * @param value from 0 to 1
 * @param threshold what it has to reach
 */
record Metric(String name, double value, double threshold) {
  boolean isMet() {
    return value >= threshold;
  }

  /** {@return a line for people} */
  String line(int number) {
    return String.format(
        Locale.ROOT,
        "M%-2d %-29s %.2f  (at least %.2f)  %s",
        number,
        name,
        value,
        threshold,
        isMet() ? "ok" : "MISSED");
  }
}
