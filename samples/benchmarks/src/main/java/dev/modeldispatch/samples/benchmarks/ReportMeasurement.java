package dev.modeldispatch.samples.benchmarks;

import dev.modeldispatch.BatchResult;
import dev.modeldispatch.ModelResult;
import dev.modeldispatch.ModelTarget;
import dev.modeldispatch.core.report.ComparisonReport;
import dev.modeldispatch.samples.benchmarks.forging.Forger;
import dev.modeldispatch.samples.benchmarks.forging.ReadReport;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Whether a batch can forge its report, in any form, and what a report costs. Every batch is of a
 * seed of its own, which a forged one names.
 */
final class ReportMeasurement implements Measurement {
  private static final List<String> VOCABULARY =
      List.of(
          ("the lock is taken before a field was read and so another thread may see half of what it"
                  + " wrote unless that field were volatile or final which this one seems not to be")
              .split(" ", -1));

  /**
   * How much is measured.
   *
   * @param batches how many batches try to forge
   * @param answers how many answers the report has whose cost is taken
   * @param characters how long each of them is
   * @param rounds how often it is written
   */
  record Sizes(int batches, int answers, int characters, int rounds) {
    static final Sizes FULL = new Sizes(20_000, 100, 10_240, 15);
  }

  private final Sizes sizes;

  ReportMeasurement(Sizes sizes) {
    this.sizes = sizes;
  }

  @Override
  public String name() {
    return "report";
  }

  @Override
  public String about() {
    return "forged reports of %,d hostile batches, the cost of a report of %d answers"
        .formatted(sizes.batches(), sizes.answers());
  }

  @Override
  public List<Figure> run(Consumer<String> progress) {
    List<Figure> figures = new ArrayList<>();
    figures.add(forged(progress));
    BatchResult batch = batch();
    forms().forEach((form, report) -> figures.addAll(cost(form, report, batch)));
    return figures;
  }

  private Figure forged(Consumer<String> progress) {
    int forged = 0;
    for (long seed = 0; seed < sizes.batches(); seed++) {
      List<String> trouble = ReadReport.trouble(Forger.batch(new Random(seed)));
      if (!trouble.isEmpty()) {
        progress.accept("seed " + seed + " forged " + trouble);
        forged++;
      }
    }
    String detail = "%,d batches, read back in four forms".formatted(sizes.batches());
    return new Figure("report.forged", forged, Bound.exactly(0), detail);
  }

  private static Map<String, Function<BatchResult, String>> forms() {
    Map<String, Function<BatchResult, String>> forms = new LinkedHashMap<>();
    forms.put("text", ComparisonReport::text);
    forms.put("markdown", ComparisonReport::markdown);
    forms.put("json", ComparisonReport::json);
    forms.put("html", ComparisonReport::html);
    return forms;
  }

  private List<Figure> cost(String form, Function<BatchResult, String> report, BatchResult batch) {
    String written = "";
    double[] millis = new double[sizes.rounds()];
    for (int round = 0; round < sizes.rounds(); round++) {
      long begin = System.nanoTime();
      written = report.apply(batch);
      millis[round] = (System.nanoTime() - begin) / 1e6;
    }
    String detail =
        "%d answers of %,d characters, median of %d"
            .formatted(sizes.answers(), sizes.characters(), sizes.rounds());
    return List.of(
        new Figure("report." + form + ".ms", Quantiles.of(millis).median(), Bound.none(), detail),
        new Figure("report." + form + ".kb", written.length() / 1024.0, Bound.none(), ""));
  }

  private BatchResult batch() {
    var random = new Random(7);
    List<ModelResult> results = new ArrayList<>();
    for (int slot = 0; slot < sizes.answers(); slot++) {
      var text = new StringBuilder();
      while (text.length() < sizes.characters()) {
        text.append(VOCABULARY.get(random.nextInt(VOCABULARY.size())));
        text.append(random.nextInt(100)).append(random.nextInt(15) == 0 ? ".\n" : " ");
      }
      text.setLength(sizes.characters());
      var target = ModelTarget.of("p" + slot % 7, "m" + slot);
      results.add(ModelResult.builder(target).answered(text.toString()));
    }
    return BatchResult.of(results, BatchResult.Status.COMPLETE, Duration.ofSeconds(2));
  }
}
