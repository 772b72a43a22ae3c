package dev.modeldispatch.core.file;

import dev.modeldispatch.core.internal.OneLine;
import java.util.ArrayList;
import java.util.List;

/**
 * What those who answer a batch should know: where the run stands, and what it has found so far. A
 * snapshot of plain values; where they come from is the caller's. Immutable; {@link #markdown} is
 * what {@code briefing.md} holds.
 */
public final class Briefing {
  /** The file's name in a suite's folder. */
  public static final String FILE = "briefing.md";

  /**
   * Where the run stands.
   *
   * @param scenario what is run
   * @param suiteId the suite
   * @param phase what the batch is for
   * @param casesInBatch how many cases the batch has
   * @param totalCases how many cases the run has
   * @param completed how many of them are completed
   */
  public record Context(
      String scenario,
      String suiteId,
      BatchManifest.Phase phase,
      int casesInBatch,
      int totalCases,
      int completed) {}

  private final Context context;
  private final List<List<String>> symptoms;
  private final List<List<String>> clusters;
  private final List<List<String>> rcas;
  private final List<String> patterns;

  private Briefing(Builder builder) {
    context = builder.context;
    symptoms = List.copyOf(builder.symptoms);
    clusters = List.copyOf(builder.clusters);
    rcas = List.copyOf(builder.rcas);
    patterns = List.copyOf(builder.patterns);
  }

  /** Returns a builder of a briefing that knows the context alone so far. */
  public static Builder builder(Context context) {
    return new Builder(context);
  }

  /** Returns the text for the batch of this number; a section without content is left away. */
  public String markdown(long batchId) {
    var out = new StringBuilder();
    out.append("# Calibration Briefing — Batch ").append(batchId).append("\n\n");
    out.append("## Run context\n\n");
    line(out, "Scenario", context.scenario());
    line(out, "Suite", context.suiteId());
    line(out, "Phase", BatchManifest.word(context.phase()));
    line(out, "Cases in this batch", Integer.toString(context.casesInBatch()));
    line(out, "Total cases", Integer.toString(context.totalCases()));
    line(out, "Completed so far", Integer.toString(context.completed()));
    table(
        out,
        "Known symptoms (from prior batches)",
        List.of("Case", "Category", "Component", "Defect hypothesis", "Severity"),
        symptoms);
    table(
        out,
        "Cluster assignments (investigation phase)",
        List.of("Cluster", "Representative", "Members", "Key"),
        clusters);
    table(
        out,
        "Prior RCAs (from completed investigations)",
        List.of("RCA", "Component", "Defect type", "Summary"),
        rcas);
    if (!patterns.isEmpty()) {
      out.append("\n## Common error patterns\n\n");
      patterns.forEach(pattern -> out.append("- ").append(pattern).append('\n'));
    }
    return out.toString();
  }

  private static void line(StringBuilder out, String name, String value) {
    out.append("- ").append(name).append(": ").append(OneLine.of(value)).append('\n');
  }

  private static void table(
      StringBuilder out, String title, List<String> head, List<List<String>> rows) {
    if (rows.isEmpty()) {
      return;
    }
    out.append("\n## ").append(title).append("\n\n");
    row(out, head);
    row(out, head.stream().map(name -> "---").toList());
    rows.forEach(cells -> row(out, cells.stream().map(Briefing::cell).toList()));
  }

  private static void row(StringBuilder out, List<String> cells) {
    out.append("| ").append(String.join(" | ", cells)).append(" |\n");
  }

  private static String cell(String text) {
    return OneLine.of(text).replace("\\", "\\\\").replace("|", "\\|");
  }

  /** The fence around the pattern is longer than any run of backticks in it. */
  private static String code(String text) {
    String line = OneLine.of(text);
    String fence = "`";
    while (line.contains(fence)) {
      fence += "`";
    }
    String gap = fence.length() > 1 ? " " : "";
    return fence + gap + line + gap + fence;
  }

  /** Collects what is known. {@link #build} may be called more than once. Not thread-safe. */
  public static final class Builder {
    private final Context context;
    private final List<List<String>> symptoms = new ArrayList<>();
    private final List<List<String>> clusters = new ArrayList<>();
    private final List<List<String>> rcas = new ArrayList<>();
    private final List<String> patterns = new ArrayList<>();

    private Builder(Context context) {
      this.context = context;
    }

    /** Adds what an earlier batch found of a case. */
    public Builder symptom(
        String caseId, String category, String component, String defect, String severity) {
      symptoms.add(List.of(caseId, category, component, defect, severity));
      return this;
    }

    /** Adds a cluster of cases that one representative is investigated for; K1 is the first. */
    public Builder cluster(String representative, List<String> members, String key) {
      String name = "K" + (clusters.size() + 1);
      clusters.add(List.of(name, representative, String.join(", ", members), key));
      return this;
    }

    /** Adds a root cause that an investigation has found. */
    public Builder rca(String id, String component, String defectType, String summary) {
      rcas.add(List.of(id, component, defectType, summary));
      return this;
    }

    /** Adds a pattern that the errors of {@code seen} of {@code cases} cases have. */
    public Builder errorPattern(String pattern, int seen, int cases) {
      patterns.add(code(pattern) + " — seen in " + seen + "/" + cases + " cases");
      return this;
    }

    /** {@return the briefing} */
    public Briefing build() {
      return new Briefing(this);
    }
  }
}
