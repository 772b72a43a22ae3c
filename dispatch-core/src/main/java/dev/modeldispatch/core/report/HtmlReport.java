package dev.modeldispatch.core.report;

import dev.modeldispatch.Answered;
import dev.modeldispatch.ModelResult;
import dev.modeldispatch.Usage;
import dev.modeldispatch.core.internal.Times;
import java.util.Locale;

/**
 * A comparison as one page without scripts and without anything from elsewhere, which its policy
 * forbids a browser to run or to fetch.
 */
final class HtmlReport {
  private final Comparison all;
  private final Html page;

  private HtmlReport(Comparison all) {
    this.all = all;
    long answers = all.batch().answers().stream().mapToLong(one -> one.text().length()).sum();
    page = new Html((int) Math.min(1 << 26, 16_384 + 3 * answers));
  }

  static String of(Comparison all) {
    return new HtmlReport(all).write();
  }

  private String write() {
    head();
    page.raw("<main>\n<section>\n<h2>Answers</h2>\n<div class=\"side\">\n");
    for (int slot = 0; slot < all.size(); slot++) {
      card(slot, all.batch().results().get(slot));
    }
    page.raw("</div>\n</section>\n");
    new HtmlDiffs(all, page).write();
    all.agreement().ifPresent(this::agreement);
    new HtmlTimeline(all, page).write();
    cost();
    return page.raw("</main>\n</body>\n</html>\n").toString();
  }

  private void head() {
    String title = "Comparison of " + Figures.many(all.size(), "model");
    page.raw("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n");
    page.raw("<meta http-equiv=\"Content-Security-Policy\" content=\"");
    page.raw(Stylesheet.POLICY).raw("\">\n");
    page.raw("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n");
    page.element("title", title + ": " + all.status().toLowerCase(Locale.ROOT)).raw("\n");
    page.raw("<style>").raw(Stylesheet.CSS).raw("</style>\n</head>\n<body>\n<header>\n");
    page.element("h1", title);
    page.raw("\n<div class=\"status " + all.status().toLowerCase(Locale.ROOT) + "\">\n<p>");
    page.element("strong", all.status()).text(": " + all.headline()).raw("</p>\n");
    if (!all.missing().isEmpty()) {
      page.raw("<ul>\n");
      all.missing().forEach(this::missing);
      page.raw("</ul>\n");
    }
    all.remarks().forEach(remark -> page.element("p", remark).raw("\n"));
    page.raw("</div>\n</header>\n");
  }

  private void missing(Missing one) {
    page.raw("<li>").text(Comparison.place(one.slot()) + " ");
    page.text(one.result().target() + " is missing: " + one.result().failure().kind().code());
    page.raw("</li>\n");
  }

  private void card(int slot, ModelResult result) {
    var section = Section.of(result, Integer.MAX_VALUE);
    String shown = SafeText.start(section.body(), ComparisonReport.LONGEST_ANSWER);
    page.raw("<article>\n<header>\n<h3>");
    page.element("span", "number", Comparison.place(slot)).raw(" ").text(who(result));
    page.raw("</h3>\n<div class=\"meta\">");
    page.element("span", kind(section.label()), section.label());
    page.element("span", Times.shown(result.elapsed()));
    result
        .timings()
        .firstText()
        .ifPresent(at -> page.element("span", "first text " + Times.shown(at)));
    if (!result.attempts().isEmpty()) {
      page.element("span", Figures.many(result.attempts().size(), "attempt"));
    }
    if (shown.length() < section.body().length()) {
      page.element("span", "cut: " + shown.length() + " of " + section.body().length() + " chars");
    }
    page.raw("</div>\n");
    result.notes().forEach(note -> page.element("p", "soft", note));
    page.raw("</header>\n");
    String kind = result instanceof Answered ? "answer" : "none";
    // a parser drops the first line break inside of pre
    page.raw("<pre class=\"" + kind + "\" tabindex=\"0\">\n").text(shown);
    page.raw("</pre>\n</article>\n");
  }

  private static String kind(String label) {
    return label.equals("OK, unverified") ? "unverified" : label.toLowerCase(Locale.ROOT);
  }

  static String who(ModelResult result) {
    return result.answeredBy().equals(result.target())
        ? result.target().toString()
        : result.target() + " via " + result.answeredBy();
  }

  private void agreement(Agreement agreement) {
    page.raw("<section>\n<h2>Agreement</h2>\n");
    page.element("p", Votes.headline(agreement)).raw("\n");
    if (!agreement.fields().isEmpty()) {
      page.raw("<div class=\"box\"><table>\n<thead><tr><th>Field</th><th>Agreement</th>");
      page.raw("<th>Votes</th></tr></thead>\n<tbody>\n");
      for (Agreement.Field field : Votes.shown(agreement)) {
        page.raw("<tr>").element("th", field.path());
        page.element("td", Votes.word(field.verdict())).raw("<td>");
        for (Agreement.Vote vote : field.votes()) {
          page.element("span", "soft", Votes.places(vote)).raw(" ");
          page.text(Votes.value(vote)).raw("<br>");
        }
        page.raw("</td></tr>\n");
      }
      page.raw("</tbody>\n</table></div>\n");
      page.element("p", "soft", Votes.more(agreement).strip());
    }
    page.raw("</section>\n");
  }

  private void cost() {
    page.raw("<section>\n<h2>Cost</h2>\n<div class=\"box\"><table>\n<thead><tr><th>Target</th>");
    for (String name : new String[] {"Tokens in", "of them cached", "Tokens out", "Cost"}) {
      page.element("th", "figure", name);
    }
    page.raw("</tr></thead>\n<tbody>\n");
    for (int slot = 0; slot < all.size(); slot++) {
      ModelResult result = all.batch().results().get(slot);
      row(Comparison.place(slot) + " " + who(result), result.usage(), Figures.cost(result.usage()));
    }
    page.raw("</tbody>\n<tfoot>");
    row("Together", all.batch().usage(), all.cost());
    page.raw("</tfoot>\n</table></div>\n");
    page.element("p", "soft", "Cost is what a provider says that it charged. All tries count.");
    page.raw("</section>\n");
  }

  private void row(String who, Usage usage, String cost) {
    page.raw("<tr>").element("th", who);
    page.element("td", "figure", Figures.tokens(usage.inputTokens(), usage));
    page.element("td", "figure", Figures.tokens(usage.cacheReadTokens(), usage));
    page.element("td", "figure", Figures.tokens(usage.outputTokens(), usage));
    page.element("td", "figure", cost).raw("</tr>\n");
  }
}
