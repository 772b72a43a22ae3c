package dev.modeldispatch.core.report;

import dev.modeldispatch.Answered;
import dev.modeldispatch.ModelResult;
import dev.modeldispatch.Usage;
import dev.modeldispatch.core.internal.Times;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;

/** A comparison as Markdown: tables of our own words, each answer inside a fence of its own. */
final class MarkdownReport {
  private final Comparison all;
  private final StringBuilder out = new StringBuilder();

  private MarkdownReport(Comparison all) {
    this.all = all;
  }

  static String of(Comparison all) {
    return new MarkdownReport(all).write();
  }

  private String write() {
    out.append("# Comparison of ").append(Figures.many(all.size(), "model")).append("\n\n");
    out.append("**").append(all.status()).append("**: ").append(all.headline()).append("\n\n");
    missing();
    all.remarks().forEach(remark -> out.append("> ").append(remark).append("\n\n"));
    overview();
    for (int slot = 0; slot < all.size(); slot++) {
      section(slot, all.batch().results().get(slot));
    }
    all.agreement().ifPresent(this::agreement);
    return out.toString();
  }

  private void missing() {
    for (Missing one : all.missing()) {
      out.append("- Missing: ").append(Comparison.place(one.slot())).append(' ');
      out.append(Markdown.inline(one.result().target().toString()));
      out.append(" (").append(one.result().failure().kind().code()).append(")\n");
    }
    out.append(all.missing().isEmpty() ? "" : "\n");
  }

  private void overview() {
    out.append("| # | Target | Result | Time | Attempts | Tokens in | Tokens out | Cost |\n");
    out.append("| ---: | --- | --- | ---: | ---: | ---: | ---: | ---: |\n");
    for (int slot = 0; slot < all.size(); slot++) {
      ModelResult result = all.batch().results().get(slot);
      String label = Section.of(result, 0).label();
      String attempts = Integer.toString(result.attempts().size());
      Usage usage = result.usage();
      String who = slot + 1 + " | " + who(result);
      row(who, label, result.elapsed(), attempts, usage, Figures.cost(usage));
    }
    Usage sum = all.batch().usage();
    row(" | together", all.status(), all.batch().elapsed(), "", sum, all.cost());
    out.append('\n');
  }

  private void row(
      String who, String label, Duration took, String attempts, Usage usage, String cost) {
    List<String> cells =
        List.of(
            who,
            label,
            Times.shown(took),
            attempts,
            Figures.tokens(usage.inputTokens(), usage),
            Figures.tokens(usage.outputTokens(), usage),
            cost);
    out.append(cells.stream().collect(Collectors.joining(" | ", "| ", " |\n")));
  }

  private void section(int slot, ModelResult result) {
    var section = Section.of(result, Integer.MAX_VALUE);
    String shown = SafeText.start(section.body(), ComparisonReport.LONGEST_ANSWER);
    out.append("## ").append(Comparison.place(slot)).append(' ').append(who(result)).append("\n\n");
    out.append(section.label()).append(", ").append(result.elapsed().toMillis()).append("ms");
    if (result instanceof Answered && shown.length() < section.body().length()) {
      out.append(", cut: ").append(shown.length()).append(" of ");
      out.append(section.body().length()).append(" chars");
    }
    out.append("\n\n").append(Markdown.fenced(SafeText.visible(shown))).append("\n\n");
  }

  private void agreement(Agreement agreement) {
    out.append("## Agreement\n\n");
    out.append(Votes.headline(agreement)).append("\n\n");
    if (agreement.fields().isEmpty()) {
      return;
    }
    out.append("| Field | Agreement | Votes |\n| --- | --- | --- |\n");
    for (Agreement.Field field : Votes.shown(agreement)) {
      out.append("| ").append(Markdown.inline(field.path()));
      out.append(" | ").append(Votes.word(field.verdict())).append(" | ");
      out.append(
          field.votes().stream()
              .map(vote -> Votes.places(vote) + ": " + Markdown.inline(Votes.value(vote)))
              .collect(Collectors.joining("; ")));
      out.append(" |\n");
    }
    out.append(Votes.more(agreement));
  }

  private static String who(ModelResult result) {
    String asked = Markdown.inline(result.target().toString());
    return result.answeredBy().equals(result.target())
        ? asked
        : asked + " via " + Markdown.inline(result.answeredBy().toString());
  }
}
