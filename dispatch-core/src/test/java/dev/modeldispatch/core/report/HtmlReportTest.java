package dev.modeldispatch.core.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.Collections;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class HtmlReportTest {
  private static final Pattern STYLE = Pattern.compile("<style>(.*)</style>", Pattern.DOTALL);

  @Test
  void mixedBatchReadsAsAgreed() {
    String page = ComparisonReport.html(Samples.mixed());

    assertThat(STYLE.matcher(page).replaceAll("<style></style>").replaceAll("sha256-[^']+", "sha"))
        .isEqualTo(Golden.read("mixed.html"))
        .doesNotContain("remote words");
  }

  @Test
  void pageNeedsAndAllowsNothingButItsOwnStyle() throws Exception {
    String page = ComparisonReport.html(Samples.answers("a", "b"));

    Matcher style = STYLE.matcher(page);
    assertThat(style.find()).isTrue();
    byte[] css = style.group(1).getBytes(StandardCharsets.UTF_8);
    String hash =
        Base64.getEncoder().encodeToString(MessageDigest.getInstance("SHA-256").digest(css));
    assertThat(page)
        .contains("content=\"default-src 'none'; style-src 'sha256-" + hash + "'; base-uri 'none'")
        .doesNotContain("<script", "style=\"", "http://", "https://", "url(", "@import", " src=");
  }

  @Test
  void structuredAnswersShowHowFarTheyAgree() {
    var batch = Samples.answers("{\"<i>\":1}", "{\"<i>\":1}", "{\"<i>\":\"</td>\"}");

    assertThat(ComparisonReport.html(batch))
        .contains(
            "<p>As a whole: majority; all 3 answers count.</p>",
            "<tr><th>/&lt;i&gt;</th><td>majority</td><td><span class=\"soft\">#1, #2</span> 1<br>"
                + "<span class=\"soft\">#3</span> &quot;&lt;/td&gt;&quot;<br></td></tr>");
  }

  @Test
  void fewAnswersAreComparedEachWithEachAndManyWithTheFirst() {
    assertThat(pairs("a", "b", "c", "d")).isEqualTo(6);
    assertThat(pairs("a", "b", "c", "d", "e")).isEqualTo(4);
    assertThat(pairs("a")).isZero();
    assertThat(pairs("a ".repeat(102).split(" ", -1))).isEqualTo(100);
  }

  @Test
  void pageSaysWhichAnswersItCompares() {
    assertThat(page(4)).contains("Each answer against each other.");
    assertThat(page(5)).contains("Each further answer against the first.");
    assertThat(page(101)).contains("Each further answer against the first.");
    assertThat(page(102)).contains("The next 100 answers against the first; the rest is not");
  }

  @Test
  void partsWithNothingToSayAreLeftOut() {
    assertThat(page(1)).doesNotContain("<h2>Differences", "<h2>Agreement", "<ul>");
    assertThat(ComparisonReport.html(Samples.answers("{}", "{}")))
        .contains("<h2>Agreement</h2>")
        .doesNotContain("<th>Field</th>");
  }

  @Test
  void differingWordsAreMarked() {
    assertThat(ComparisonReport.html(Samples.answers("the <sky> is", "the <sea> is")))
        .contains("<pre>\nthe &lt;<del>sky</del><ins>sea</ins>&gt; is</pre>");
  }

  @Test
  void longAnswerIsCutAndSaysSoOutsideOfIt() {
    assertThat(ComparisonReport.html(Samples.answers("x".repeat(50_001))))
        .contains("<span>cut: 50000 of 50001 chars</span>");
  }

  private static String page(int answers) {
    return ComparisonReport.html(
        Samples.answers(Collections.nCopies(answers, "a").toArray(new String[0])));
  }

  private static long pairs(String... answers) {
    return Pattern.compile("<details>")
        .matcher(ComparisonReport.html(Samples.answers(answers)))
        .results()
        .count();
  }
}
