package dev.modeldispatch.samples.benchmarks.forging;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the text form: the lines that only a report itself may hold divide it. */
final class ReadText {
  private static final Pattern OWN = Pattern.compile("(?m)^(?:--- |=== |\\[(?:batch-)?dispatch )");
  private static final Pattern SHIELDED =
      Pattern.compile("(?m)^\\\\(?=\\\\*(?:--- |=== |\\[(?:batch-)?dispatch ))");
  private static final Pattern HEADING =
      Pattern.compile("--- (\\S+) \\[([^\\]]+)] \\(\\d+ms\\) ---\n");

  private ReadText() {}

  static List<Shown> sections(String report) {
    List<Integer> starts = OWN.matcher(report).results().map(found -> found.start()).toList();
    List<Shown> sections = new ArrayList<>();
    for (int i = 1; i < starts.size() - 1; i++) {
      Matcher heading = HEADING.matcher(report).region(starts.get(i), report.length());
      if (!heading.lookingAt()) {
        return List.of();
      }
      String body = report.substring(heading.end(), starts.get(i + 1) - 2);
      boolean answer = heading.group(2).startsWith("OK");
      sections.add(new Shown(heading.group(1), answer, SHIELDED.matcher(body).replaceAll("")));
    }
    return sections;
  }
}
