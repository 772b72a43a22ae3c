package dev.modeldispatch.samples.workflows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * One file of a workflow.
 *
 * @param name the file's name without its ending
 * @param header the lines between the first two {@code ---}; a nested key is {@code outer.inner}
 * @param body all below the header
 */
record Workflow(String name, Map<String, String> header, String body) {
  private static final Pattern HEADER = Pattern.compile("\\A---\\n(.*?)\\n---\\n", Pattern.DOTALL);
  private static final Pattern ENTRY = Pattern.compile("( *)\"?([^\":]+)\"?: *(.*)");
  private static final Pattern TEMPLATE =
      Pattern.compile("^```json ([a-z-]+)\\n(.*?)^```$", Pattern.DOTALL | Pattern.MULTILINE);
  private static final Pattern FENCED =
      Pattern.compile("^```.*?^```$", Pattern.DOTALL | Pattern.MULTILINE);
  private static final Pattern CODE = Pattern.compile("`([^`\\n]+)`");
  private static final Pattern ROW = Pattern.compile("^\\|[^|]+\\| `([^`|]+)` \\|$");

  /** A call that is ready but for what stands in angle brackets. */
  record Template(String tool, String json) {}

  static Workflow read(Path file) throws IOException {
    return of(file.getFileName().toString().replaceFirst("\\.md$", ""), Files.readString(file));
  }

  static Workflow of(String name, String text) {
    var found = HEADER.matcher(text);
    return found.find()
        ? new Workflow(name, entries(found.group(1)), text.substring(found.end()).strip() + "\n")
        : new Workflow(name, Map.of(), text);
  }

  /** Returns all Markdown files of a folder, by name. */
  static List<Workflow> in(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      var found = new ArrayList<Workflow>();
      for (Path file : files.sorted().toList()) {
        found.add(read(file));
      }
      return found;
    }
  }

  private static Map<String, String> entries(String header) {
    var entries = new LinkedHashMap<String, String>();
    String outer = "";
    for (String line : header.split("\n", -1)) {
      var entry = ENTRY.matcher(line);
      if (!entry.matches()) {
        throw new IllegalArgumentException("no header line: " + line);
      }
      boolean nested = !entry.group(1).isEmpty();
      outer = nested ? outer : entry.group(2);
      entries.put(nested ? outer + "." + entry.group(2) : outer, entry.group(3));
    }
    return entries;
  }

  List<Template> templates() {
    return TEMPLATE
        .matcher(body)
        .results()
        .map(found -> new Template(found.group(1), found.group(2)))
        .toList();
  }

  /** {@return what stands in code font outside of blocks} */
  List<String> codeSpans() {
    return CODE.matcher(FENCED.matcher(body).replaceAll(""))
        .results()
        .map(found -> found.group(1))
        .toList();
  }

  /** {@return the task types of the table that says when to dispatch} */
  List<String> taskTypes() {
    return section("### When to dispatch")
        .lines()
        .flatMap(line -> ROW.matcher(line).results().map((MatchResult found) -> found.group(1)))
        .toList();
  }

  /** Returns the text from this heading to the next of its weight or above; empty without it. */
  String section(String heading) {
    String marks = heading.substring(0, heading.indexOf(' '));
    var found =
        Pattern.compile(
                "^" + Pattern.quote(heading) + "$(.*?)(?=^#{1," + marks.length() + "} |\\z)",
                Pattern.DOTALL | Pattern.MULTILINE)
            .matcher(body);
    return found.find() ? found.group(1) : "";
  }
}
