package dev.modeldispatch.core.report;

import dev.modeldispatch.BatchResult;
import dev.modeldispatch.Misuse;
import dev.modeldispatch.ModelResult;
import dev.modeldispatch.ModelResult.Status;
import dev.modeldispatch.Unanswered;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The results of a batch side by side, one section per target in input order, and a summary.
 *
 * <p>A report holds answers and the library's own words, never a prompt or a key. It cannot be
 * forged: control characters other than newline and tab are written out as {@code \}{@code uXXXX},
 * and what an answer says cannot be taken for the report's own words: in text, a line that reads
 * like one of the report's gets a backslash in front. An answer above 50,000 characters is cut and
 * says so; {@link #json} alone holds all of it. Thread-safe: there is no state.
 */
public final class ComparisonReport {
  static final int LONGEST_ANSWER = 50_000;
  private static final String STRUCTURED = "structured-json";
  private static final Pattern MOD = Pattern.compile("[a-z0-9][a-z0-9.-]{0,63}");

  private ComparisonReport() {}

  /** Returns the batch as text. */
  public static String text(BatchResult batch) {
    return text(batch, List.of());
  }

  /**
   * Returns the batch as text, its first line with remarks on how it was asked.
   *
   * @param mods for example {@code custom-system} or {@code timeout-30s}, shown in this order; with
   *     {@code structured-json} no answer is cut, and each stays the JSON that it is
   */
  public static String text(BatchResult batch, List<String> mods) {
    check(mods);
    boolean json = mods.contains(STRUCTURED);
    int longest = json ? Integer.MAX_VALUE : LONGEST_ANSWER;
    var out = new StringBuilder();
    out.append("=== batch-dispatch to ").append(batch.results().size()).append(" models");
    out.append(mods.isEmpty() ? "" : " [" + String.join(", ", mods) + "]").append(" ===\n");
    out.append("Models: ").append(targets(batch)).append("\n\n");
    for (ModelResult result : batch.results()) {
      var section = Section.of(result, longest);
      out.append(section.heading()).append('\n');
      boolean isJson = json && result.isAnswered();
      String body = isJson ? SafeText.shownJson(section.body()) : SafeText.shown(section.body());
      out.append(body).append("\n\n");
    }
    out.append("=== batch-dispatch summary ===\n").append(counts(batch)).append(missing(batch));
    return out.toString();
  }

  /**
   * Returns the batch as Markdown (GitHub's tables): an overview, then each answer inside a fence
   * that is longer than any run of backticks in it, then how far structured answers agree.
   */
  public static String markdown(BatchResult batch) {
    return MarkdownReport.of(Comparison.of(batch));
  }

  /**
   * Returns the batch as one line of JSON, with the answers whole and exact.
   *
   * <p>{@code format} is {@code model-dispatch/comparison}, {@code version} 1; a later version 1
   * may have more members, never fewer or other ones. Times are whole milliseconds; names are as in
   * the API, in lower case.
   *
   * <table>
   *   <caption>Members</caption>
   *   <tr><th>Member</th><th>Holds</th></tr>
   *   <tr><td>status, asked, answered, elapsedMs, usage</td><td>the batch</td></tr>
   *   <tr><td>results</td><td>one per target, in input order: slot (from 0), target, answeredBy,
   *       status, completeness and text (null without an answer), failure (null with one; kind,
   *       message, hint, evidence, retryable, httpStatus, maybeProcessed, partialChars), elapsedMs,
   *       queuedMs, firstTextMs, usage, attempts, notes</td></tr>
   *   <tr><td>usage</td><td>certainty, inputTokens, outputTokens, reasoningTokens, cacheReadTokens,
   *       cacheWriteTokens, costUsd (a decimal as text, or null)</td></tr>
   *   <tr><td>missing</td><td>slot, target, kind, and end: {@code slowest} (still worked when every
   *       answer had come), {@code cut_short}, {@code not_asked}, {@code failed}</td></tr>
   *   <tr><td>remarks</td><td>what to know before comparing, in words</td></tr>
   *   <tr><td>agreement</td><td>null, or of structured answers: verdict, asked, counted, votes and
   *       fields (path, verdict, votes); a vote's value is JSON as text, null where it is left
   *       out</td></tr>
   * </table>
   */
  public static String json(BatchResult batch) {
    return JsonReport.of(Comparison.of(batch));
  }

  /**
   * Returns the batch as one HTML page that needs nothing else and has no script: the answers side
   * by side, the words in which they differ, how far structured ones agree, a timeline, the cost.
   *
   * <p>Its Content-Security-Policy forbids a browser to run or fetch anything, so that an answer
   * cannot either. To be written as UTF-8.
   */
  public static String html(BatchResult batch) {
    return HtmlReport.of(Comparison.of(batch));
  }

  private static void check(List<String> mods) {
    var problems = Misuse.check("mods");
    for (String mod : mods) {
      problems.unless(
          MOD.matcher(mod).matches(),
          () ->
              Misuse.quote(mod)
                  + " is not a mod; use lower-case letters, digits, '.' and '-',"
                  + " for example timeout-30s");
    }
    problems.orThrow();
  }

  private static String targets(BatchResult batch) {
    return batch.results().stream()
        .map(result -> result.target().toString())
        .collect(Collectors.joining(", "));
  }

  private static String counts(BatchResult batch) {
    return ("Success: " + count(batch, Status.ANSWERED) + "/" + batch.results().size())
        + some("Errors", count(batch, Status.FAILED))
        + some("Timeouts", count(batch, Status.TIMED_OUT))
        + some("Cancelled", count(batch, Status.CANCELLED))
        + (" | Wall time: " + batch.elapsed().toMillis() + "ms");
  }

  private static String some(String name, long count) {
    return count == 0 ? "" : " | " + name + ": " + count;
  }

  private static long count(BatchResult batch, Status status) {
    return batch.results().stream().filter(result -> result.status() == status).count();
  }

  /** Names who is missing and why, unless the batch got what it wanted. */
  private static String missing(BatchResult batch) {
    if (batch.status() == BatchResult.Status.COMPLETE || batch.failures().isEmpty()) {
      return "";
    }
    return batch.failures().stream()
        .map(ComparisonReport::absence)
        .collect(Collectors.joining(", ", "\nMissing: ", ""));
  }

  private static String absence(Unanswered result) {
    return result.target() + " (" + result.failure().kind().code() + ")";
  }
}
