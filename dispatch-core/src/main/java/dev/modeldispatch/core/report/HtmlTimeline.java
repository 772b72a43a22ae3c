package dev.modeldispatch.core.report;

import dev.modeldispatch.Answered;
import dev.modeldispatch.Attempt;
import dev.modeldispatch.ModelResult;
import dev.modeldispatch.Unanswered;
import dev.modeldispatch.core.internal.Times;
import java.time.Duration;
import java.util.Locale;

/** The part of a page that shows when what happened, one bar for each target. */
final class HtmlTimeline {
  private static final double WIDTH = 1000;

  private final Comparison all;
  private final Html page;
  private final double scale;

  HtmlTimeline(Comparison all, Html page) {
    this.all = all;
    this.page = page;
    this.scale = WIDTH / Math.max(1, longest().toMillis());
  }

  private Duration longest() {
    return all.batch().results().stream()
        .map(ModelResult::elapsed)
        .max(Duration::compareTo)
        .orElse(Duration.ZERO);
  }

  void write() {
    page.raw("<section>\n<h2>Timeline</h2>\n<div class=\"box time\">\n");
    for (int slot = 0; slot < all.size(); slot++) {
      row(slot, all.batch().results().get(slot));
    }
    axis();
    page.raw("<div class=\"keys\">");
    key("queue", "waits: queue, retry, never asked");
    key("try", "attempt");
    key("lost", "failed attempt");
    key("first", "first text");
    key("done", "done");
    key("undone", "ended without an answer");
    page.raw("</div>\n</div>\n");
    page.element("p", "soft", "Each bar begins when its dispatch did.");
    page.raw("</section>\n");
  }

  private void key(String kind, String text) {
    page.raw("<span><span class=\"key " + kind + "\"></span>").text(text).raw("</span>");
  }

  private void axis() {
    page.raw("<div class=\"row\"><span class=\"blank\"></span><div class=\"axis\">");
    for (int quarter = 0; quarter <= 4; quarter++) {
      page.element("span", Times.shown(longest().multipliedBy(quarter).dividedBy(4)));
    }
    page.raw("</div><span class=\"blank\"></span></div>\n");
  }

  private void row(int slot, ModelResult result) {
    page.raw("<div class=\"row\"><span>");
    page.element("span", "number", Comparison.place(slot)).raw(" ");
    page.text(result.target().toString()).raw("</span>");
    page.raw("<svg viewBox=\"0 0 1000 16\" preserveAspectRatio=\"none\" role=\"img\">");
    page.element("title", story(result));
    bar("track", Duration.ZERO, longest(), "");
    bars(result);
    page.raw("</svg>").element("span", Times.shown(result.elapsed())).raw("</div>\n");
  }

  private void bars(ModelResult result) {
    Duration queued = result.timings().queued();
    bar("queue", Duration.ZERO, queued, "queued " + Times.shown(queued));
    if (result.attempts().isEmpty()) {
      boolean asked = result.unanswered().map(Unanswered::maybeProcessed).orElse(true);
      Duration rest = result.elapsed().minus(queued);
      bar(asked ? "try" : "queue", queued, rest, asked ? "asked" : "never asked");
    }
    for (Attempt attempt : result.attempts()) {
      Duration waited = attempt.waited();
      String why = attempt.waitSource().isEmpty() ? "" : " (" + attempt.waitSource() + ")";
      bar(
          "queue",
          attempt.startedAfter().minus(waited),
          waited,
          "waited " + Times.shown(waited) + why);
      bar(
          attempt.failure().isPresent() ? "lost" : "try",
          attempt.startedAfter(),
          attempt.elapsed(),
          tried(attempt));
    }
    result
        .timings()
        .firstText()
        .ifPresent(at -> mark("first", at, "first text " + Times.shown(at)));
    mark(result instanceof Answered ? "done" : "undone", result.elapsed(), story(result));
  }

  private static String tried(Attempt attempt) {
    return "attempt "
        + attempt.number()
        + " at "
        + attempt.target()
        + ", "
        + Times.shown(attempt.elapsed())
        + attempt.failure().map(failure -> ": " + failure.kind().code()).orElse("");
  }

  private static String story(ModelResult result) {
    String end = Section.of(result, 0).label();
    return end + " after " + Times.shown(result.elapsed());
  }

  private void mark(String kind, Duration at, String title) {
    double x = Math.min(WIDTH - 5, Math.max(0, at.toMillis() * scale - 2.5));
    rect(kind, x, 5, title);
  }

  private void bar(String kind, Duration from, Duration length, String title) {
    double x = Math.max(0, from.toMillis() * scale);
    double width = Math.min(WIDTH - x, length.toMillis() * scale);
    if (width > 0) {
      rect(kind, x, width, title);
    }
  }

  private void rect(String kind, double x, double width, String title) {
    boolean isMark = kind.equals("done") || kind.equals("undone") || kind.equals("first");
    page.raw("<rect class=\"" + kind + "\" x=\"" + number(x) + "\" width=\"" + number(width));
    page.raw(isMark ? "\" y=\"0\" height=\"16\">" : "\" y=\"3\" height=\"10\">");
    if (!title.isEmpty()) {
      page.element("title", title);
    }
    page.raw("</rect>");
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.1f", value);
  }
}
