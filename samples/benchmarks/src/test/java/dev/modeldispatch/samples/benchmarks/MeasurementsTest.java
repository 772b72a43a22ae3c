package dev.modeldispatch.samples.benchmarks;

import static dev.modeldispatch.samples.benchmarks.Measured.figures;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Measurements in the smallest size; on a busy machine only what is exact is checked. */
class MeasurementsTest {
  @Test
  void overheadComparesPairsOfBlocks() throws Exception {
    var figures = figures(new OverheadMeasurement(new OverheadMeasurement.Sizes(2, 1, 60, 4)));

    assertThat(figures)
        .containsOnlyKeys("overhead.throughput.ratio", "overhead.p99.ratio", "overhead.cpu.ratio");
    assertThat(figures.values()).allSatisfy(ratio -> assertThat(ratio).isPositive());
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
