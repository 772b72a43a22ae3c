package dev.modeldispatch.core.tool;

import dev.modeldispatch.Answered;
import dev.modeldispatch.Attempt;
import dev.modeldispatch.ModelResult;
import dev.modeldispatch.Session;
import dev.modeldispatch.core.internal.Times;
import dev.modeldispatch.core.report.SafeText;
import dev.modeldispatch.core.routing.Resolution;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What the dispatch tool says of a result.
 *
 * @param asking what was asked
 * @param to who was asked, and why
 */
record DispatchText(Asking asking, Resolution to, ToolOptions options) {
  private static final int LONGEST_ANSWER = 50_000;
  private static final String NOTE = "\n[dispatch note] ";

  ToolReply of(ModelResult result) {
    return result.fold(
        this::answer, none -> new FailureText(asking, options).of(none, sessionNote(result)));
  }

  private ToolReply answer(Answered answer) {
    String text = answer.text();
    boolean isJson = asking.schema().isPresent();
    boolean cut = !isJson && text.length() > LONGEST_ANSWER;
    var out = new StringBuilder("--- dispatch response from ").append(answer.answeredBy());
    List<String> mods = mods(answer);
    out.append(mods.isEmpty() ? "" : " [" + String.join(", ", mods) + "]");
    out.append(" (").append(Times.shown(answer.elapsed())).append(") ---\n");
    out.append(
        isJson
            ? SafeText.shownJson(text)
            : SafeText.shown(cut ? SafeText.start(text, LONGEST_ANSWER) : text));
    if (cut) {
      out.append('\n').append(NOTE).append("Response truncated from ").append(text.length());
      out.append(" to ").append(LONGEST_ANSWER).append(" chars.");
    }
    out.append(sessionNote(answer));
    notes(answer).forEach(note -> out.append(NOTE).append(Words.line(note)));
    return new ToolReply(ToolReply.Kind.ANSWER, out.toString());
  }

  private List<String> mods(Answered answer) {
    var mods = new ArrayList<String>();
    to.routed().ifPresent(taskType -> mods.add("routed: " + taskType));
    mods.addAll(asking.mods(options));
    if (!answer.answeredBy().equals(answer.target())) {
      mods.add("fallback-from: " + answer.target());
    }
    if (answer.attempts().size() > 1) {
      mods.add("attempts: " + answer.attempts().size());
    }
    return mods;
  }

  private static String sessionNote(ModelResult result) {
    return result
        .session()
        .flatMap(Session::id)
        .map(id -> NOTE + "Session preserved: " + id)
        .map(note -> note + " (pass sessionId to continue conversation)")
        .orElse("");
  }

  private static List<String> notes(Answered answer) {
    var notes = new ArrayList<>(answer.notes());
    if (answer.completeness() == Answered.Completeness.UNVERIFIED) {
      notes.add("The answer ended normally, but without its protocol's end mark.");
    }
    if (!answer.answeredBy().equals(answer.target())) {
      notes.add("Fallback: " + whyEarlierFailed(answer) + ".");
    }
    return notes;
  }

  /** Names each earlier target with its last failure. */
  private static String whyEarlierFailed(Answered answer) {
    Map<String, String> failed = new LinkedHashMap<>();
    for (Attempt attempt : answer.attempts()) {
      attempt
          .failure()
          .filter(why -> !attempt.target().equals(answer.answeredBy()))
          .ifPresent(why -> failed.put(attempt.target().toString(), why.kind().code()));
    }
    return failed.isEmpty()
        ? answer.target() + " did not answer"
        : failed.entrySet().stream()
            .map(entry -> entry.getKey() + " failed with " + entry.getValue())
            .collect(Collectors.joining(", "));
  }
}
