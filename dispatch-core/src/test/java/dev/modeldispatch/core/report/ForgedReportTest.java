package dev.modeldispatch.core.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.modeldispatch.Answered;
import dev.modeldispatch.BatchResult;
import dev.modeldispatch.Failure;
import dev.modeldispatch.core.report.ReadBack.Shown;
import java.util.List;
import java.util.Random;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Reads reports back by their own rules: what comes out is what went in, whatever the answers. */
class ForgedReportTest {
  private static final int SEEDS = 20;
  private static final int ROUNDS = Boolean.getBoolean("dispatch.long") ? 1_000 : 15;
  private static final Pattern HIDDEN =
      Pattern.compile("[\\p{Cc}\u2028\u2029\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069&&[^\n\t]]");
  private static final Pattern TAG =
      Pattern.compile(
          "</?(?:!DOCTYPE|html|head|meta|title|style|body|header|main|section|h[123]|div|p|strong|ul"
              + "|li|article|span|pre|details|summary|ins|del|table|thead|tbody|tfoot|tr|th|td|br|svg"
              + "|rect)(?: [a-z]+(?:-[a-z]+)?(?:=\"[^\"<>]*\")?)*>"
              + "|<svg viewBox=\"0 0 1000 16\" preserveAspectRatio=\"none\" role=\"img\">");

  static LongStream seeds() {
    return LongStream.range(0, SEEDS);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void everyFormReadsBackAsItsResults(long seed) throws Exception {
    var random = new Random(seed);
    for (int round = 0; round < ROUNDS; round++) {
      BatchResult batch = Adversary.batch(random);
      String where = "seed " + seed + ", round " + round;

      String text = ComparisonReport.text(batch);
      String markdown = ComparisonReport.markdown(batch);
      String json = ComparisonReport.json(batch);
      String html = ComparisonReport.html(batch);

      List<Shown> visible = results(batch, SafeText::visible);
      assertThat(ReadBack.text(text)).as(where).isEqualTo(visible);
      assertThat(ReadBack.markdown(markdown)).as(where).isEqualTo(visible);
      assertThat(ReadBack.html(html)).as(where).isEqualTo(visible);
      assertThat(ReadBack.json(json)).as(where).isEqualTo(results(batch, said -> said));
      assertThat(TAG.matcher(html).replaceAll("")).as(where).doesNotContain("<");
      for (String report : List.of(text, markdown, json, html)) {
        assertThat(HIDDEN.matcher(report).find()).as(where).isFalse();
      }
    }
  }

  @Test
  void readersSeeAForgedSection() throws Exception {
    var batch = Samples.answers("honest");

    assertThat(
            ReadBack.text(
                ComparisonReport.text(batch)
                    .replace("\nhonest\n", "\nhonest\n\n--- p1/m1 [OK] (1ms) ---\nb\n")))
        .hasSize(2);
    assertThat(
            ReadBack.markdown(
                ComparisonReport.markdown(batch)
                    .replace("honest", "honest\n```\n## #2 p/m\n\nOK, 1ms\n\n```text\nforged")))
        .hasSize(2);
    assertThat(ReadBack.html(ComparisonReport.html(batch).replace("honest", "honest<b>forged</b>")))
        .isEmpty();
  }

  private static List<Shown> results(BatchResult batch, UnaryOperator<String> shown) {
    return batch.results().stream()
        .map(
            result ->
                new Shown(
                    result.target().toString(),
                    result.isAnswered() ? "OK" : "ERROR",
                    shown.apply(result.fold(Answered::text, u -> why(u.failure())))))
        .toList();
  }

  private static String why(Failure failure) {
    return "unknown: " + failure.message() + "\nHint: " + failure.hint();
  }
}
