package dev.modeldispatch.samples.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every measurement, in the smallest size; on a busy machine only what is exact is checked. */
class MeasurementsTest {
  private static Map<String, Double> figures(Measurement measurement) throws Exception {
    return measurement.run(line -> {}).stream()
        .collect(Collectors.toMap(Figure::name, Figure::value));
  }

  @Test
  void overheadComparesPairsOfBlocks() throws Exception {
    var figures = figures(new OverheadMeasurement(new OverheadMeasurement.Sizes(2, 1, 60, 4)));

    assertThat(figures)
        .containsOnlyKeys("overhead.throughput.ratio", "overhead.p99.ratio", "overhead.cpu.ratio");
    assertThat(figures.values()).allSatisfy(ratio -> assertThat(ratio).isPositive());
  }

  @Test
  void fanoutCountsAnswersThreadsHeapAndWhatIsLeft() throws Exception {
    var sizes =
        new FanoutMeasurement.Sizes(20, 2, 1, Duration.ofMillis(100), Duration.ofMillis(500));

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
  void slotsCountTimeAndAllocation() throws Exception {
    var figures = figures(new SlotsMeasurement(new SlotsMeasurement.Sizes(50, 2, 2, 3)));

    assertThat(figures).containsOnlyKeys("slots50.us_per_slot", "slots50.bytes_per_slot");
    assertThat(figures.values()).allSatisfy(figure -> assertThat(figure).isPositive());
  }

  @Test
  void planCountsTimeAndGrowth() throws Exception {
    var figures = figures(new PlanMeasurement(new PlanMeasurement.Sizes(1_000, 100, 2_000, 3)));

    assertThat(figures).containsOnlyKeys("plan1k.ms", "plan.exponent");
    assertThat(figures.get("plan1k.ms")).isPositive();
  }

  @Test
  void stormCountsWhatABrokenTargetGets() throws Exception {
    var figures = figures(new StormMeasurement(new StormMeasurement.Sizes(12)));

    assertThat(figures).containsOnlyKeys("storm12.requests");
    assertThat(figures.get("storm12.requests")).isBetween(13.0, 22.0);
  }

  @Test
  void streamsCountSpeedAndTheFirstWordsDelay() throws Exception {
    var measurement = new StreamsMeasurement(new StreamsMeasurement.Sizes(2_000, 1, 3, 1, 3));

    List<Figure> figures = measurement.run(line -> {});

    assertThat(figures)
        .extracting(Figure::name)
        .containsExactly("sse.mb_per_s", "ndjson.mb_per_s", "first_text.added_ms.p50");
    assertThat(figures.subList(0, 2)).allSatisfy(figure -> assertThat(figure.value()).isPositive());
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
  void reportCountsForgedOnesAndWhatEachFormCosts() throws Exception {
    var figures = figures(new ReportMeasurement(new ReportMeasurement.Sizes(150, 3, 500, 1)));

    assertThat(figures)
        .containsEntry("report.forged", 0.0)
        .containsOnlyKeys(
            "report.forged",
            "report.text.ms",
            "report.text.kb",
            "report.markdown.ms",
            "report.markdown.kb",
            "report.json.ms",
            "report.json.kb",
            "report.html.ms",
            "report.html.kb");
    assertThat(figures.get("report.html.kb")).isGreaterThan(figures.get("report.text.kb"));
  }

  @ParameterizedTest
  @ValueSource(longs = {7, 29, 101, 4711})
  void simulationOfOneSeedKeepsEveryPromise(long seed) throws Exception {
    var sizes = new SimulateMeasurement.Sizes("simulate", 1);

    var figures = figures(new SimulateMeasurement(sizes, OptionalLong.of(seed)));

    assertThat(figures)
        .containsOnlyKeys("simulate.dispatches_per_minute", "simulate.violations")
        .containsEntry("simulate.violations", 0.0);
  }

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

  @Test
  void opencodeWithoutABinarySaysWhatIsMissing() {
    var measurement =
        new OpencodeMeasurement(Optional.empty(), new OpencodeMeasurement.Sizes(1, 0));

    assertThatIllegalStateException()
        .isThrownBy(() -> measurement.run(line -> {}))
        .withMessageContaining("DISPATCH_OPENCODE");
  }

  @Test
  void everyMeasurementHasANameAndSaysWhatItMeasures() {
    assertThat(Benchmarks.all(Optional.empty(), OptionalLong.empty()))
        .extracting(Measurement::name)
        .doesNotHaveDuplicates();
    assertThat(Benchmarks.all(Optional.empty(), OptionalLong.empty()))
        .allSatisfy(measurement -> assertThat(measurement.about()).isNotBlank());
  }
}
