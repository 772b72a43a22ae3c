package dev.modeldispatch.samples.benchmarks;

import java.math.BigDecimal;
import java.math.RoundingMode;

/**
 * One number that a measurement found.
 *
 * @param name how it is called, for example {@code overhead.p99.ratio}
 * @param value the number
 * @param bound what it has to keep
 * @param detail how it came about, in a few words; may be empty
 */
record Figure(String name, double value, Bound bound, String detail) {
  /** Numbers are finite: a measurement that found none is broken, not zero. */
  Figure {
    if (!Double.isFinite(value)) {
      throw new IllegalStateException(name + ": " + value + " is no figure; nothing was measured");
    }
  }

  /** {@return what the table says of the bound} */
  String verdict() {
    if (bound.kind() == Bound.Kind.NONE) {
      return "";
    }
    return bound.isKept(value) ? "ok" : "MISSED";
  }

  /** {@return the line for programs} */
  String line() {
    return "figure " + name + "=" + number(value);
  }

  /** Returns the number with at most three decimals and no needless zeros. */
  static String number(double value) {
    return BigDecimal.valueOf(value)
        .setScale(3, RoundingMode.HALF_UP)
        .stripTrailingZeros()
        .toPlainString();
  }
}
