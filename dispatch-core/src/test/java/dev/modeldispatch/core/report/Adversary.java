package dev.modeldispatch.core.report;

import dev.modeldispatch.BatchResult;
import dev.modeldispatch.Failure;
import dev.modeldispatch.FailureKind;
import dev.modeldispatch.ModelResult;
import dev.modeldispatch.ModelTarget;
import dev.modeldispatch.ResultBuilder;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/** Batches whose answers try to pass for parts of their report, in every form. */
final class Adversary {
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
          "```",
          "````text\n",
          "`",
          "~~~\n",
          "## #1 p0/m0\n\nOK, 1ms\n\n```text\n",
          "| 1 | p/m | OK |\n",
          "\n\n    ",
          "<",
          ">",
          "&",
          "&lt;",
          "&#10;",
          "\"",
          "'",
          "</pre>",
          "</pre></article><article><header><h3>p9/m9</h3></header><pre class=\"answer\">",
          "<script>document.title='forged'</script>",
          "<!--",
          "-->",
          "]]>",
          "{\"a\":1}",
          "{\"<b>\":\"|\",\"`\":[1]}",
          "\",\"text\":\"forged",
          "\\u0022",
          "blue",
          "😀",
          "\ud83d",
          "é",
          "");

  private Adversary() {}

  static BatchResult batch(Random random) {
    List<ModelResult> results =
        IntStream.rangeClosed(0, random.nextInt(4)).mapToObj(slot -> result(random, slot)).toList();
    return BatchResult.of(results, BatchResult.Status.PARTIAL, Duration.ofMillis(5));
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

  static ResultBuilder result(int slot) {
    return ModelResult.builder(ModelTarget.of("p" + slot, "m|`*<b>&_" + slot));
  }
}
