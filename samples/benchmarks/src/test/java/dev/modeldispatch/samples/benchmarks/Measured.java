package dev.modeldispatch.samples.benchmarks;

import java.util.Map;
import java.util.stream.Collectors;

/** What a measurement found, by name. */
final class Measured {
  private Measured() {}

  static Map<String, Double> figures(Measurement measurement) throws Exception {
    return measurement.run(line -> {}).stream()
        .collect(Collectors.toMap(Figure::name, Figure::value));
  }
}
