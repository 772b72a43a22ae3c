package dev.modeldispatch.samples.benchmarks.forging;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the Markdown form: headings stand outside of fences, and a fence ends at its like. */
final class ReadMarkdown {
  private static final Pattern FENCE = Pattern.compile(" {0,3}(`{3,}|~{3,}).*");
  private static final Pattern HEADING = Pattern.compile("## #\\d+ (.*)");
  private static final Pattern ENTITY = Pattern.compile("&#(\\d+);");

  private ReadMarkdown() {}

  static List<Shown> sections(String report) {
    List<Shown> sections = new ArrayList<>();
    String target = "";
    boolean answer = false;
    String[] lines = report.split("\n", -1);
    for (int i = 0; i < lines.length; i++) {
      Matcher heading = HEADING.matcher(lines[i]);
      Matcher fence = FENCE.matcher(lines[i]);
      if (heading.matches()) {
        target = entities(heading.group(1));
        answer = lines[i + 2].startsWith("OK");
      } else if (fence.matches()) {
        List<String> body = new ArrayList<>();
        for (i++; i < lines.length && !closes(lines[i], fence.group(1)); i++) {
          body.add(lines[i]);
        }
        sections.add(new Shown(target, answer, String.join("\n", body)));
      }
    }
    return sections;
  }

  private static boolean closes(String line, String fence) {
    return line.matches(" {0,3}" + fence.charAt(0) + "{" + fence.length() + ",}[ \t]*");
  }

  static String entities(String text) {
    return ENTITY
        .matcher(text)
        .replaceAll(
            found ->
                Matcher.quoteReplacement(Character.toString(Integer.parseInt(found.group(1)))));
  }
}
