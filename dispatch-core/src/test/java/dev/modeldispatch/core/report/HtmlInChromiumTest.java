package dev.modeldispatch.core.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a real browser makes of a page whose answers try to run. */
class HtmlInChromiumTest {
  private static final String MARK = "document.body.setAttribute(\"data-forged\",\"1\")";
  private static final String FORGED = "<body data-forged=\"1\"";
  private static final List<String> TRICKS =
      List.of(
          "<script>" + MARK + "</script>",
          "</pre></article><script>" + MARK + "</script>",
          "<img src=x onerror='" + MARK + "'>",
          "<svg onload='" + MARK + "'></svg>",
          "</title></style></textarea><script>" + MARK + "</script>",
          "<iframe srcdoc=\"<script>parent." + MARK.replace('"', '\'') + "</script>\"></iframe>",
          "--><script>" + MARK + "</script>");

  @TempDir Path folder;
  private Chromium chromium = new Chromium(Path.of("none"));

  @BeforeEach
  void needsChromium() {
    Optional<Chromium> found = Chromium.find();
    assumeTrue(found.isPresent(), "no Chromium here; name one with DISPATCH_CHROMIUM");
    chromium = found.orElseThrow();
  }

  @Test
  void noScriptOfAnAnswerRunsAndEachAnswerIsReadAsItIs() throws Exception {
    String page = ComparisonReport.html(Samples.answers(TRICKS.toArray(String[]::new)));

    String dom = opened(page);

    assertThat(dom).doesNotContain(FORGED).doesNotContain("<script").contains("</html>");
    assertThat(dom.split("<article>", -1)).hasSize(TRICKS.size() + 1);
    assertThat(dom).contains("\">&lt;img src=x onerror='" + MARK + "'&gt;</pre>");
  }

  @Test
  void evenUnescapedNoneRunsSinceThePolicyForbidsIt() throws Exception {
    String page = ComparisonReport.html(Samples.answers("PLACE"));

    assertThat(opened(page.replace("PLACE", String.join("\n", TRICKS)))).doesNotContain(FORGED);
  }

  @Test
  void withoutEscapesAndPolicyTheyDoRun() throws Exception {
    String page = "<!DOCTYPE html><html><body><pre>" + String.join("", TRICKS) + "</pre></body>";

    assertThat(opened(page)).contains(FORGED);
  }

  private String opened(String page) throws Exception {
    Path file = folder.resolve("report.html");
    Files.writeString(file, page);
    return chromium.open(file, folder);
  }
}
