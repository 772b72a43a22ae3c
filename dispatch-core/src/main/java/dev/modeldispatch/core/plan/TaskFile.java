package dev.modeldispatch.core.plan;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the file of one task says; what it does not say is empty.
 *
 * @param file its path
 * @param id the id inside, which should be that of the path
 */
record TaskFile(
    String file,
    String id,
    String title,
    String phase,
    Optional<Task.Status> status,
    Optional<List<String>> blockedBy,
    Optional<Duration> estimate,
    Task.Scope scope,
    Optional<Task.PullRequest> pullRequest) {
  private static final Pattern NUMBER = Pattern.compile(".*/([0-9]{1,9})/?");

  static TaskFile of(String file, JsonNode json, Findings findings) {
    var task = new Fields(findings, file, "", json);
    Fields dependencies = task.object("dependencies");
    return new TaskFile(
        file,
        task.text("id"),
        task.text("title"),
        task.text("phase_id"),
        task.status("status"),
        dependencies.has("blocked_by")
            ? Optional.of(dependencies.ids("blocked_by"))
            : Optional.empty(),
        task.hours("estimated_hours"),
        scope(task.object("scope")),
        pullRequest(task));
  }

  private static Task.Scope scope(Fields scope) {
    return new Task.Scope(
        scope.texts("primary_files"), scope.texts("test_files"), scope.texts("related_files"));
  }

  /** Old files hold the address alone. */
  private static Optional<Task.PullRequest> pullRequest(Fields task) {
    if (!task.has("pr")) {
      return Optional.empty();
    }
    if (task.raw("pr").isTextual()) {
      String url = task.text("pr");
      return Optional.of(new Task.PullRequest(number(url), url, ""));
    }
    Fields pr = task.object("pr");
    JsonNode number = pr.raw("number");
    String url = pr.text("url");
    return Optional.of(
        new Task.PullRequest(
            number.canConvertToInt() ? OptionalInt.of(number.intValue()) : number(url),
            url,
            pr.text("status")));
  }

  private static OptionalInt number(String url) {
    Matcher matcher = NUMBER.matcher(url);
    return matcher.matches()
        ? OptionalInt.of(Integer.parseInt(matcher.group(1)))
        : OptionalInt.empty();
  }
}
