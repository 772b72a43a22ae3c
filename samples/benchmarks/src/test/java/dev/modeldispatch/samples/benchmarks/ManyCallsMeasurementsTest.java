package dev.modeldispatch.samples.benchmarks;

import static dev.modeldispatch.samples.benchmarks.Measured.figures;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/**
 * Measurements of many calls at once, in the smallest size; apart, so that they run beside others.
 */
class ManyCallsMeasurementsTest {
  @Test
  void fanoutCountsAnswersThreadsHeapAndWhatIsLeft() throws Exception {
    var sizes = new FanoutMeasurement.Sizes(20, 2, 1, Duration.ofMillis(100));

    var figures = figures(new FanoutMeasurement(sizes));

    assertThat(figures)
        .containsEntry("fanout20.answered", 20.0)
        .containsEntry("fanout20.own_threads_left", 0.0)
        .containsEntry("fanout20.threads_left", 0.0)
        .containsKeys("fanout20.heap_kib_per_call", "fanout20.descriptors_left");
    assertThat(figures.get("fanout20.wall.ratio")).isGreaterThanOrEqualTo(1);
    assertThat(figures.get("fanout20.threads")).isPositive();
  }

  @Test
  void cancelWatchesFuturesSocketsAndLateRequests() throws Exception {
    var sizes = new CancelMeasurement.Sizes(5, 1, Duration.ofMillis(300));

    var figures = figures(new CancelMeasurement(sizes));

    assertThat(figures)
        .containsEntry("cancel5.requests_after", 0.0)
        .containsKeys("cancel5.future_ms", "cancel5.listener_ms", "cancel5.last_close_ms");
  }

  @Test
  void testkitCountsStartsAndCallsAtOnce() throws Exception {
    var sizes = new TestkitMeasurement.Sizes(3, 20, 2, 1, Duration.ofMillis(100));

    var figures = figures(new TestkitMeasurement(sizes));

    assertThat(figures)
        .containsOnlyKeys(
            "testkit.start_ms", "testkit.concurrent20.answered", "testkit.concurrent20.wall.ratio")
        .containsEntry("testkit.concurrent20.answered", 20.0);
    assertThat(figures.get("testkit.start_ms")).isPositive();
    assertThat(figures.get("testkit.concurrent20.wall.ratio")).isGreaterThanOrEqualTo(1);
  }

  @Test
  void fleetCountsEndsThreadsAndSessionsLeft() throws Exception {
    var sizes = new FleetMeasurement.Sizes(5, 2, 1, Duration.ofMillis(100));

    var figures = figures(new FleetMeasurement(sizes));

    assertThat(figures)
        .containsEntry("fleet5.ended", 5.0)
        .containsEntry("fleet5.sessions_left", 0.0)
        .containsKey("fleet5.added_ms.p50");
    assertThat(figures.get("fleet5.threads")).isPositive();
  }
}
