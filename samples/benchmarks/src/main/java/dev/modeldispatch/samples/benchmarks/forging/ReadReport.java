package dev.modeldispatch.samples.benchmarks.forging;

import dev.modeldispatch.BatchResult;
import dev.modeldispatch.core.report.ComparisonReport;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Reads reports in all forms and compares them with what went in. */
public final class ReadReport {
  private static final Pattern HIDDEN =
      Pattern.compile("[\\p{Cc}\u2028\u2029\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069&&[^\n\t]]");

  private ReadReport() {}

  /** Returns the forms of which the batch forged one; empty if none. */
  public static List<String> trouble(BatchResult batch) {
    List<String> trouble = new ArrayList<>();
    List<Shown> visible = Shown.of(batch, ReadReport::visible);
    String text = ComparisonReport.text(batch);
    String markdown = ComparisonReport.markdown(batch);
    String html = ComparisonReport.html(batch);
    String json = ComparisonReport.json(batch);
    check("text", text, ReadText.sections(text).equals(visible), trouble);
    check("markdown", markdown, ReadMarkdown.sections(markdown).equals(visible), trouble);
    check("html", html, ReadHtml.sections(html).equals(visible), trouble);
    check("json", json, ReadJson.isExact(json, batch), trouble);
    return trouble;
  }

  private static void check(String form, String report, boolean same, List<String> trouble) {
    if (!same || HIDDEN.matcher(report).find()) {
      trouble.add(form);
    }
  }

  /** The first step of a report, as its documentation has it. */
  static String visible(String text) {
    var out = new StringBuilder();
    text.codePoints()
        .forEach(
            c -> {
              boolean half = c >= 0xd800 && c <= 0xdfff;
              if (half || (c < 0x10000 && HIDDEN.matcher(Character.toString(c)).matches())) {
                out.append(String.format("\\u%04x", c));
              } else {
                out.appendCodePoint(c);
              }
            });
    return out.toString();
  }
}
