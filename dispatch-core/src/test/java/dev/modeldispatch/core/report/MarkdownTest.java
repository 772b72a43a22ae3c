package dev.modeldispatch.core.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.modeldispatch.BatchResult;
import org.junit.jupiter.api.Test;

class MarkdownTest {
  @Test
  void mixedBatchReadsAsAgreed() {
    assertThat(ComparisonReport.markdown(Samples.mixed()))
        .isEqualTo(Golden.read("mixed.md"))
        .doesNotContain("remote words");
  }

  @Test
  void structuredAnswersShowHowFarTheyAgree() {
    var batch = Samples.answers("{\"ok\":true,\"a|b\":1}", "{\"ok\":true}", "{\"ok\":true}");

    assertThat(ComparisonReport.markdown(batch))
        .endsWith(
            """
            ## Agreement

            As a whole: majority; all 3 answers count.

            | Field | Agreement | Votes |
            | --- | --- | --- |
            | /ok | unanimous | #1, #2, #3: true |
            | /a&#124;b | majority | #2, #3: (left out); #1: 1 |
            """);
  }

  @Test
  void fenceIsLongerThanAnyRunInside() {
    assertThat(Markdown.fenced("a ```` b")).isEqualTo("`````text\na ```` b\n`````");
    assertThat(Markdown.fenced("")).isEqualTo("```text\n\n```");
  }

  @Test
  void noCharacterOfALineHasAMeaning() {
    assertThat(Markdown.inline("a|b`c*d_e _f_ <g>&[h]\\\n\t\r"))
        .isEqualTo(
            "a&#124;b&#96;c&#42;d_e &#95;f&#95; &#60;g&#62;&#38;&#91;h&#93;&#92;"
                + "&#92;u000a&#92;u0009&#92;u000d");
  }

  @Test
  void longAnswerIsCutAndSaysSoOutsideOfIt() {
    String report =
        ComparisonReport.markdown(Samples.answers("x".repeat(50_001), "y".repeat(50_000)));

    assertThat(report)
        .contains("OK, 10ms, cut: 50000 of 50001 chars\n\n```text\n" + "x".repeat(50_000) + "\n```")
        .contains("OK, 10ms\n\n```text\nyyy");
  }

  @Test
  void failedBatchSaysSo() {
    var batch =
        Samples.batch(BatchResult.Status.FAILED, Samples.result("p/a", 1).failed(Samples.LIMITED));

    assertThat(ComparisonReport.markdown(batch))
        .startsWith(
            """
            # Comparison of 1 model

            **Failed**: none of 1 answered, in 3.0s.

            - Missing: #1 p/a (rate_limited)
            """);
  }
}
