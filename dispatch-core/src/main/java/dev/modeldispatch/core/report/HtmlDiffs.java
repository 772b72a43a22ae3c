package dev.modeldispatch.core.report;

import dev.modeldispatch.Answered;
import dev.modeldispatch.ModelResult;
import java.util.ArrayList;
import java.util.List;

/** The part of a page that shows what answers share, word by word. */
final class HtmlDiffs {
  private static final int ALL_PAIRS = 4;
  private static final int MOST = 100;

  /** Two answers, by place. */
  private record Pair(int left, int right) {}

  private final Comparison all;
  private final Html page;

  HtmlDiffs(Comparison all, Html page) {
    this.all = all;
    this.page = page;
  }

  /** Writes each pair of a few answers; of more, each further one against the first. */
  void write() {
    List<Integer> answered = new ArrayList<>();
    for (int slot = 0; slot < all.size(); slot++) {
      if (all.batch().results().get(slot).isAnswered()) {
        answered.add(slot);
      }
    }
    if (answered.size() < 2) {
      return;
    }
    page.raw("<section>\n<h2>Differences, word by word</h2>\n");
    page.raw("<p class=\"soft\">").text(which(answered.size())).raw(" ");
    page.element("del", "Struck out").raw(": the first alone. ");
    page.element("ins", "Marked").raw(": the second alone.</p>\n");
    pairs(answered).forEach(this::pair);
    page.raw("</section>\n");
  }

  private static String which(int answers) {
    if (answers <= ALL_PAIRS) {
      return "Each answer against each other.";
    }
    return answers - 1 <= MOST
        ? "Each further answer against the first."
        : "The next " + MOST + " answers against the first; the rest is not compared.";
  }

  private static List<Pair> pairs(List<Integer> answered) {
    List<Pair> pairs = new ArrayList<>();
    int lefts = answered.size() <= ALL_PAIRS ? answered.size() : 1;
    for (int left = 0; left < lefts; left++) {
      for (int right = left + 1; right < answered.size() && pairs.size() < MOST; right++) {
        pairs.add(new Pair(answered.get(left), answered.get(right)));
      }
    }
    return pairs;
  }

  private void pair(Pair pair) {
    List<WordDiff.Piece> pieces = WordDiff.of(text(pair.left()), text(pair.right()));
    page.raw("<details><summary>").text(name(pair.left()) + " and " + name(pair.right()));
    page.raw(" ").element("span", "soft", WordDiff.same(pieces) + "% the same");
    page.raw("</summary>\n<pre>\n");
    for (WordDiff.Piece piece : pieces) {
      switch (piece.side()) {
        case BOTH -> page.text(piece.text());
        case LEFT -> page.element("del", piece.text());
        case RIGHT -> page.element("ins", piece.text());
      }
    }
    page.raw("</pre></details>\n");
  }

  private String name(int slot) {
    return Comparison.place(slot) + " " + all.batch().results().get(slot).target();
  }

  private String text(int slot) {
    ModelResult result = all.batch().results().get(slot);
    return SafeText.start(
        result.answered().map(Answered::text).orElse(""), ComparisonReport.LONGEST_ANSWER);
  }
}
