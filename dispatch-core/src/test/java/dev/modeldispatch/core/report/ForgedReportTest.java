package dev.modeldispatch.core.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.modeldispatch.Answered;
import dev.modeldispatch.BatchResult;
import dev.modeldispatch.Failure;
import dev.modeldispatch.FailureKind;
import dev.modeldispatch.ModelResult;
import dev.modeldispatch.ModelTarget;
import dev.modeldispatch.ResultBuilder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Reads reports back by their own rules: what comes out is what went in, whatever the answers. */
class ForgedReportTest {
  private static final int ROUNDS_PER_SEED = 100;
  private static final Pattern SECTION =
      Pattern.compile("--- (\\S+) \\[(.+)] \\(\\d+ms\\)(?: via \\S+)? ---\n");
  private static final Pattern OWN_LINE =
      Pattern.compile("(?m)^(?:--- |=== |\\[(batch-)?dispatch )");
  private static final Pattern HIDDEN =
      Pattern.compile("[\\p{Cc}\u2028\u2029\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069&&[^\n\t]]");
  private static final List<String> PIECES =
      List.of(
          "\n",
          "\n\n",
          "\r",
          "\r\n",
          "\u2028",
          "\u2029",
          "\u0085",
          "\u000b",
          "\f",
          "\u0000",
          "\u001b[2K",
          "\u202e",
          "\u2066",
          "\u200f",
          "\t",
          " ",
          "\\",
          "\\\\",
          "u000a",
          "-",
          "=",
          "[",
          "--- ",
          "=== ",
          "---",
          "===",
          "[dispatch ",
          "[batch-dispatch ",
          "[dispatch error] ",
          "\\--- ",
          "\\=== ",
          "\\[dispatch ",
          "--- p0/m0 [OK] (1ms) ---\n",
          "\n--- p1/m1 [ERROR] (1ms) ---\nunknown: no",
          "\n\n=== batch-dispatch summary ===\nSuccess: 9/9 | Wall time: 1ms",
          "=== batch-dispatch to 1 models ===\nModels: p9/m9\n",
          "[truncated from 9 chars]",
          "blue",
          "😀",
          "\ud83d",
          "é",
          "");

  record Shown(String target, String label, String body) {}

  static LongStream seeds() {
    return LongStream.range(0, 20);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void reportReadsBackAsItsResults(long seed) {
    var random = new Random(seed);
    for (int round = 0; round < ROUNDS_PER_SEED; round++) {
      var results = results(random);

      String report = report(results);

      assertThat(read(report)).as("seed %d, round %d", seed, round).isEqualTo(expected(results));
      assertThat(HIDDEN.matcher(report).find()).as("seed %d, round %d", seed, round).isFalse();
    }
  }

  @Test
  void readerSeesAForgedSection() {
    String honest = report(List.of(result(0).answered("a")));

    String forged = honest.replace("\na\n", "\na\n\n--- p1/m1 [OK] (1ms) ---\nb\n");

    assertThat(read(forged)).hasSize(2);
  }

  private static List<ModelResult> results(Random random) {
    return IntStream.rangeClosed(0, random.nextInt(4))
        .mapToObj(slot -> result(random, slot))
        .toList();
  }

  private static ModelResult result(Random random, int slot) {
    var foreign = new StringBuilder();
    random
        .ints(random.nextInt(12), 0, PIECES.size())
        .mapToObj(PIECES::get)
        .forEach(foreign::append);
    if (random.nextInt(4) > 0) {
      return result(slot).answered(foreign.toString());
    }
    var failure = Failure.builder(FailureKind.UNKNOWN, foreign.toString()).hint(foreign + "!");
    return result(slot).failed(failure.build());
  }

  private static ResultBuilder result(int slot) {
    return ModelResult.builder(ModelTarget.of("p" + slot, "m" + slot));
  }

  private static String report(List<ModelResult> results) {
    return ComparisonReport.text(
        BatchResult.of(results, BatchResult.Status.PARTIAL, Duration.ofMillis(5)));
  }

  private static List<Shown> expected(List<ModelResult> results) {
    return results.stream()
        .map(
            result ->
                new Shown(
                    result.target().toString(),
                    result.isAnswered() ? "OK" : "ERROR",
                    SafeText.visible(result.fold(Answered::text, u -> why(u.failure())))))
        .toList();
  }

  private static String why(Failure failure) {
    return "unknown: " + failure.message() + "\nHint: " + failure.hint();
  }

  /** Splits at the lines that only a report itself may hold. */
  private static List<Shown> read(String report) {
    Matcher own = OWN_LINE.matcher(report);
    List<Integer> starts = own.results().map(m -> m.start()).toList();
    var sections = new ArrayList<Shown>();
    for (int i = 1; i < starts.size() - 1; i++) {
      Matcher heading = SECTION.matcher(report).region(starts.get(i), report.length());
      assertThat(heading.lookingAt()).as(report).isTrue();
      String body = report.substring(heading.end(), starts.get(i + 1) - 2);
      sections.add(new Shown(heading.group(1), heading.group(2), SafeText.unshielded(body)));
    }
    return sections;
  }
}
