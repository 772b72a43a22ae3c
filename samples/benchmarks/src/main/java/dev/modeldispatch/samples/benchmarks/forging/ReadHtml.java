package dev.modeldispatch.samples.benchmarks.forging;

import java.util.List;
import java.util.regex.Pattern;

/** Reads the HTML form: cards of literal markup, and no tag that is not one of the report's. */
final class ReadHtml {
  private static final Pattern CARD =
      Pattern.compile(
          "<article>\n<header>\n<h3><span class=\"number\">#\\d+</span> ([^<]*)</h3>\n"
              + "<div class=\"meta\"><span class=\"\\w+\">([^<]*)</span>(?:<span>[^<]*</span>)*"
              + "</div>\n</header>\n<pre class=\"\\w+\" tabindex=\"0\">\n([^<]*)</pre>\n</article>");
  private static final Pattern TAG =
      Pattern.compile(
          "</?(?:html|head|meta|title|style|body|header|main|section|h[123]|div|p|strong|ul|li"
              + "|article|span|pre|details|summary|ins|del|table|thead|tbody|tfoot|tr|th|td|br|svg"
              + "|rect)(?: [a-zA-Z-]+=\"[^\"<>]*\")*>|<!DOCTYPE html>");

  private ReadHtml() {}

  static List<Shown> sections(String report) {
    if (TAG.matcher(report).replaceAll("").indexOf('<') >= 0) {
      return List.of();
    }
    return CARD.matcher(report)
        .results()
        .map(
            card ->
                new Shown(text(card.group(1)), card.group(2).startsWith("OK"), text(card.group(3))))
        .toList();
  }

  private static String text(String escaped) {
    return ReadMarkdown.entities(escaped)
        .replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&quot;", "\"")
        .replace("&amp;", "&");
  }
}
