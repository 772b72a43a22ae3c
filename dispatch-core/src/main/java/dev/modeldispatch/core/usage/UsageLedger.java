package dev.modeldispatch.core.usage;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.modeldispatch.ModelResult;
import dev.modeldispatch.ModelTarget;
import dev.modeldispatch.Prompt;
import dev.modeldispatch.core.internal.AtomicFiles;
import dev.modeldispatch.core.internal.Json;
import dev.modeldispatch.core.internal.OneLine;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What was used, by case, step and target, in the order in which they were first seen. Thread-safe.
 * Holds no prompt and no answer.
 */
public final class UsageLedger {
  /** The label of a prompt that names its case. */
  public static final String CASE = "case";

  /** The label of a prompt that names its step. */
  public static final String STEP = "step";

  /** The file's name in a suite's folder. */
  public static final String FILE = "token-report.json";

  /**
   * What one case used in one step with one target.
   *
   * @param caseId the prompt's label {@code case}; empty without one
   * @param step the prompt's label {@code step}; empty without one
   * @param target who was asked
   * @param spent what was used
   */
  public record Entry(String caseId, String step, ModelTarget target, Spent spent) {}

  private record Key(String caseId, String step, ModelTarget target) {}

  private final Map<Key, Spent> spent = new LinkedHashMap<>();
  private Spent totals = Spent.NOTHING;

  /** Makes an empty one. */
  public UsageLedger() {}

  /** Adds what a dispatch used. */
  public void add(Prompt prompt, ModelResult result) {
    var key =
        new Key(
            prompt.labels().getOrDefault(CASE, ""),
            prompt.labels().getOrDefault(STEP, ""),
            result.target());
    Spent one = Spent.of(prompt, result);
    synchronized (this) {
      spent.merge(key, one, Spent::plus);
      totals = totals.plus(one);
    }
  }

  /** {@return all that was used} */
  public synchronized Spent totals() {
    return totals;
  }

  /** {@return what was used by case, step and target} */
  public synchronized List<Entry> entries() {
    List<Entry> entries = new ArrayList<>(spent.size());
    spent.forEach((k, s) -> entries.add(new Entry(k.caseId(), k.step(), k.target(), s)));
    return List.copyOf(entries);
  }

  /** {@return a table for people; an estimate of tokens begins with {@code ~}} */
  public synchronized String text() {
    List<List<String>> rows = new ArrayList<>();
    rows.add(List.of("case", "step", "target", "calls", "bytes", "tokens", "time", "cost"));
    for (Entry entry : entries()) {
      rows.add(row(entry.caseId(), entry.step(), entry.target().toString(), entry.spent()));
    }
    rows.add(row("total", "", "", totals));
    return Columns.of(rows);
  }

  private static List<String> row(String caseId, String step, String target, Spent spent) {
    return List.of(
        OneLine.of(caseId.isEmpty() ? "-" : caseId),
        OneLine.of(step.isEmpty() ? "-" : step),
        target.isEmpty() ? "-" : target,
        Long.toString(spent.calls()),
        spent.promptBytes() + "+" + spent.answerBytes(),
        (spent.estimated() ? "~" : "") + spent.inputTokens() + "+" + spent.outputTokens(),
        spent.time().toMillis() + " ms",
        spent.costUsd().map(usd -> usd.toPlainString() + " USD").orElse("-"));
  }

  /** {@return the same as JSON} */
  public String json() {
    return new String(Json.bytes(tree()), StandardCharsets.UTF_8);
  }

  /** Writes the JSON to the file, in whole or not at all. */
  public void write(Path file) throws IOException {
    AtomicFiles.write(file, Json.bytes(tree()));
  }

  private synchronized ObjectNode tree() {
    ObjectNode tree = Json.object();
    fill(tree.putObject("totals"), totals);
    var list = tree.putArray("entries");
    for (Entry entry : entries()) {
      ObjectNode one = list.addObject();
      one.put("case_id", entry.caseId());
      one.put("step", entry.step());
      one.put("target", entry.target().toString());
      fill(one, entry.spent());
    }
    return tree;
  }

  private static void fill(ObjectNode node, Spent spent) {
    node.put("calls", spent.calls());
    node.put("answered", spent.answered());
    node.put("prompt_bytes", spent.promptBytes());
    node.put("answer_bytes", spent.answerBytes());
    node.put("input_tokens", spent.inputTokens());
    node.put("output_tokens", spent.outputTokens());
    node.put("total_tokens", spent.totalTokens());
    node.put("estimated", spent.estimated());
    node.put("time_ms", spent.time().toMillis());
    spent.costUsd().ifPresent(usd -> node.put("cost_usd", usd));
  }

  @Override
  public String toString() {
    return "UsageLedger[" + totals() + "]";
  }
}
