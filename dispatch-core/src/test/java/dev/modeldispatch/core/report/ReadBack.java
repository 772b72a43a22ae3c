package dev.modeldispatch.core.report;

import com.fasterxml.jackson.databind.JsonNode;
import dev.modeldispatch.core.internal.Json;
import dev.modeldispatch.core.internal.JsonTrouble;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads reports by the rules of their forms alone, as a Markdown or HTML parser would. */
final class ReadBack {
  private static final Pattern SECTION =
      Pattern.compile("--- (\\S+) \\[(.+)] \\(\\d+ms\\)(?: via \\S+)? ---\n");
  private static final Pattern OWN_LINE =
      Pattern.compile("(?m)^(?:--- |=== |\\[(batch-)?dispatch )");
  private static final Pattern FENCE = Pattern.compile(" {0,3}(`{3,}|~{3,})(.*)");
  private static final Pattern HEADING = Pattern.compile("## #\\d+ (.*)");
  private static final Pattern CARD =
      Pattern.compile(
          """
          <article>
          <header>
          <h3><span class="number">#\\d+</span> ([^<]*)</h3>
          <div class="meta"><span class="\\w+">([^<]*)</span>.*?</header>
          <pre class="\\w+" tabindex="0">
          ([^<]*)</pre>
          </article>""",
          Pattern.DOTALL);

  /** What a report shows of one target. */
  record Shown(String target, String label, String body) {}

  private ReadBack() {}

  /** Splits at the lines that only a report itself may hold. */
  static List<Shown> text(String report) {
    List<Integer> starts = OWN_LINE.matcher(report).results().map(m -> m.start()).toList();
    var sections = new ArrayList<Shown>();
    for (int i = 1; i < starts.size() - 1; i++) {
      Matcher heading = SECTION.matcher(report).region(starts.get(i), report.length());
      if (!heading.lookingAt()) {
        throw new AssertionError("no heading: " + report);
      }
      String body = report.substring(heading.end(), starts.get(i + 1) - 2);
      sections.add(new Shown(heading.group(1), heading.group(2), SafeText.unshielded(body)));
    }
    return sections;
  }

  /** Lines outside of fences are the report's own; a fence ends at a run as long as its first. */
  static List<Shown> markdown(String report) {
    var sections = new ArrayList<Shown>();
    String target = "";
    String label = "";
    String[] lines = report.split("\n", -1);
    for (int i = 0; i < lines.length; i++) {
      Matcher heading = HEADING.matcher(lines[i]);
      Matcher fence = FENCE.matcher(lines[i]);
      if (heading.matches()) {
        target = entities(heading.group(1));
        label = lines[i + 2].replaceAll(", \\d+ms.*", "");
      } else if (fence.matches()) {
        var body = new ArrayList<String>();
        for (i++; i < lines.length && !closes(lines[i], fence.group(1)); i++) {
          body.add(lines[i]);
        }
        sections.add(new Shown(target, label, String.join("\n", body)));
      }
    }
    return sections;
  }

  private static boolean closes(String line, String fence) {
    return line.matches(" {0,3}" + fence.charAt(0) + "{" + fence.length() + ",}[ \t]*");
  }

  static List<Shown> html(String report) {
    return CARD.matcher(report)
        .results()
        .map(m -> new Shown(entities(m.group(1)), m.group(2), entities(m.group(3))))
        .toList();
  }

  /** JSON alone holds what an answer said character by character. */
  static List<Shown> json(String report) throws JsonTrouble {
    var sections = new ArrayList<Shown>();
    for (JsonNode result : Json.parse(report).get("results")) {
      boolean answered = result.get("status").asText().equals("answered");
      JsonNode failure = result.get("failure");
      sections.add(
          new Shown(
              result.get("target").asText(),
              answered ? "OK" : "ERROR",
              answered
                  ? result.get("text").asText()
                  : "unknown: "
                      + failure.get("message").asText()
                      + "\nHint: "
                      + failure.get("hint").asText()));
    }
    return sections;
  }

  private static String entities(String text) {
    String numbers =
        Pattern.compile("&#(\\d+);")
            .matcher(text)
            .replaceAll(
                m -> Matcher.quoteReplacement(Character.toString(Integer.parseInt(m.group(1)))));
    return numbers
        .replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&quot;", "\"")
        .replace("&amp;", "&");
  }
}
