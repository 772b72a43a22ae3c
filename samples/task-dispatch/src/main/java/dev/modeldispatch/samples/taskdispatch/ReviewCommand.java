package dev.modeldispatch.samples.taskdispatch;

import dev.modeldispatch.core.workspace.Review;
import dev.modeldispatch.core.workspace.ReviewRules;
import dev.modeldispatch.core.workspace.Workspace;
import java.util.LinkedHashMap;
import java.util.Map;

/** Tells who wrote outside of its files, or left what is forbidden. */
record ReviewCommand(Workspace workspace, Arguments arguments) {
  /** Returns what to look for. */
  static ReviewRules rules(Arguments arguments) {
    ReviewRules rules = ReviewRules.none();
    if (arguments.value("--forbid").isPresent()) {
      rules = rules.forbidding(arguments.value("--forbid").get());
    }
    return arguments.value("--test").isPresent()
        ? rules.testing("sh", "-c", arguments.value("--test").get())
        : rules;
  }

  Answer run() {
    Review review = workspace.review(rules(arguments));
    var page = new StringBuilder(review.tasks().isEmpty() ? "Nothing to review.\n" : "");
    review.tasks().forEach(entry -> page.append(words(entry)));
    int exit = review.isClean() ? TaskDispatch.FINE : TaskDispatch.NOT_CLEAN;
    return Answer.of(
        exit,
        page.toString(),
        Map.of("tasks", review.tasks().stream().map(ReviewCommand::json).toList()));
  }

  private static String words(Review.Entry entry) {
    int changes = entry.changes().size();
    var line = new StringBuilder(entry.task() + ": " + changes);
    line.append(changes == 1 ? " file changed" : " files changed");
    line.append(entry.outside().isEmpty() ? ", none outside of its files\n" : "\n");
    entry.outside().forEach(file -> line.append("  outside of its files: " + file + "\n"));
    entry.forbidden().forEach(match -> line.append("  forbidden: " + match + "\n"));
    return line.append(entry.test().isEmpty() ? "" : "  test " + entry.test() + "\n").toString();
  }

  private static Map<String, Object> json(Review.Entry entry) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("task", entry.task());
    json.put("changes", entry.changes());
    json.put("outside", entry.outside());
    json.put("forbidden", entry.forbidden());
    json.put("test", entry.test().isEmpty() ? "fine" : entry.test());
    return json;
  }
}
