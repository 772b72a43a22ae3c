package dev.modeldispatch.samples.benchmarks;

import java.util.Arrays;

/** Quantiles of a sample, by linear interpolation between the neighbours. */
final class Quantiles {
  private final double[] sorted;

  private Quantiles(double[] sorted) {
    this.sorted = sorted;
  }

  /** Returns the quantiles of these values, of which there is at least one. */
  static Quantiles of(double... values) {
    if (values.length == 0) {
      throw new IllegalStateException("no values, so no quantile; the measurement did not run");
    }
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return new Quantiles(sorted);
  }

  double median() {
    return at(0.5);
  }

  double max() {
    return sorted[sorted.length - 1];
  }

  /** Returns the value below which this share of the sample lies. */
  double at(double share) {
    double place = share * (sorted.length - 1);
    int low = (int) Math.floor(place);
    int high = (int) Math.ceil(place);
    return sorted[low] + (sorted[high] - sorted[low]) * (place - low);
  }

  /** {@return both quartiles, for a table} */
  String quartiles() {
    return "quartiles " + Figure.number(at(0.25)) + " to " + Figure.number(at(0.75));
  }
}
