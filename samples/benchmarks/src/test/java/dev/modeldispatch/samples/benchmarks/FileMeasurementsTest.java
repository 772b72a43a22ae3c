package dev.modeldispatch.samples.benchmarks;

import static dev.modeldispatch.samples.benchmarks.Measured.figures;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/**
 * Measurements of answers by files, in the smallest size; apart, so that they run beside others.
 */
class FileMeasurementsTest {
  @Test
  void filesCountAnswersAndListings() throws Exception {
    var sizes =
        new FilesMeasurement.Sizes(
            20, Duration.ofMillis(50), Duration.ofMillis(100), Duration.ofMillis(20));

    var figures = figures(new FilesMeasurement(sizes));

    assertThat(figures)
        .containsOnlyKeys("files20.added_percent", "files20.answered", "files20.listings_per_sweep")
        .containsEntry("files20.answered", 20.0)
        .containsEntry("files20.listings_per_sweep", 1.0);
  }

  @Test
  void filecrashLosesAndDoublesNothing() throws Exception {
    var figures = figures(new FileCrashMeasurement(new FileCrashMeasurement.Sizes(2, 8)));

    assertThat(figures)
        .containsOnlyKeys("filecrash.runs", "filecrash.lost", "filecrash.doubled")
        .containsEntry("filecrash.runs", 2.0)
        .containsEntry("filecrash.lost", 0.0)
        .containsEntry("filecrash.doubled", 0.0);
  }
}
