package dev.modeldispatch.core.workspace;

import dev.modeldispatch.core.internal.OneLine;
import dev.modeldispatch.core.plan.Project;
import dev.modeldispatch.core.plan.Scopes;
import dev.modeldispatch.core.plan.Task;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Compares what each session changed with its boundary. For one run. */
record Reviewing(Repository repository, Project project, Scopes scopes, ReviewRules rules) {
  private static final int MAX_MATCHES = 100;
  private static final int MAX_LAST = 200;

  Review run() {
    List<Review.Entry> entries = new ArrayList<>();
    for (String id : project.batch().map(Project.Batch::tasks).orElse(List.of())) {
      Optional<String> tip = repository.commit(Repository.ref(id));
      Optional<String> base = new Book(project).base(id);
      Optional<Task> task = project.graph().find(id);
      if (base.isPresent() && task.isPresent() && new Book(project).isHere(id)) {
        entries.add(here(task.get(), base.get(), List.of()));
      } else if (tip.isPresent() && base.isPresent() && task.isPresent()) {
        entries.add(entry(task.get(), tip.get(), base.get()));
      }
    }
    return new Review(entries);
  }

  /**
   * Compares what a session did in the main work tree, where others work as well: its commits, the
   * files that its tools say to have written, and what is not committed of its own files.
   */
  Review.Entry here(Task task, String base, List<String> told) {
    var commits = new Commits(repository);
    List<Commits.Commit> own = commits.of(task.id(), base);
    Map<String, String> changes = commits.changes(own);
    var boundary = Boundary.of(task, scopes);
    Map<String, String> open = new TreeMap<>();
    new Worktrees(repository)
        .look(repository.root())
        .forEach(line -> open.put(line.substring(3), letter(line)));
    open.keySet().removeIf(file -> !told.contains(file) && !isOwn(boundary, file));
    changes.putAll(open);
    return new Review.Entry(
        task.id(),
        own.stream().map(commit -> OneLine.of(commit.subject())).toList(),
        lines(changes),
        open.keySet().stream().map(OneLine::of).toList(),
        boundary.outside(changes.keySet()).stream().map(OneLine::of).toList(),
        rules.forbidden().isEmpty()
            ? List.of()
            : matches(Optional.of(mainTree()), "", boundary, changes),
        "");
  }

  private Tree mainTree() {
    return repository.trees().get(0);
  }

  private static List<String> lines(Map<String, String> changes) {
    return changes.entrySet().stream()
        .map(e -> e.getValue() + " " + OneLine.of(e.getKey()))
        .toList();
  }

  private Review.Entry entry(Task task, String tip, String base) {
    Optional<Tree> tree = new Worktrees(repository).find(task.id());
    Map<String, String> changes = changes(tree, tip, base);
    List<String> open =
        tree.map(found -> new Worktrees(repository).look(found.path())).orElse(List.of()).stream()
            .map(line -> OneLine.of(line.substring(3)))
            .toList();
    List<String> commits =
        repository
            .git()
            .fine(repository.root(), "log", "-z", "--reverse", "--format=%s", tip, "^" + base, "--")
            .parts();
    var boundary = Boundary.of(task, scopes);
    return new Review.Entry(
        task.id(),
        commits.stream().map(OneLine::of).toList(),
        lines(changes),
        open,
        boundary.outside(changes.keySet()).stream().map(OneLine::of).toList(),
        rules.forbidden().isEmpty() ? List.of() : matches(tree, tip, boundary, changes),
        tree.isPresent() && !rules.test().isEmpty() ? test(tree.get().path()) : "");
  }

  /** Returns git's letter by path: what was committed, and what lies in the tree. */
  private Map<String, String> changes(Optional<Tree> tree, String tip, String base) {
    Map<String, String> changes = new TreeMap<>();
    List<String> parts =
        repository
            .git()
            .fine(
                repository.root(),
                "diff",
                "--name-status",
                "-z",
                "--no-renames",
                "--no-ext-diff",
                start(tip, base),
                tip,
                "--")
            .parts();
    for (int i = 0; i + 1 < parts.size(); i += 2) {
      changes.put(parts.get(i + 1), parts.get(i));
    }
    tree.ifPresent(
        found ->
            new Worktrees(repository)
                .look(found.path())
                .forEach(line -> changes.put(line.substring(3), letter(line))));
    return changes;
  }

  /** What came in by merging the base into the branch is not the session's. */
  private String start(String tip, String base) {
    String main = repository.baseCommit();
    return repository.holds(main, tip)
        ? base
        : repository.git().text(repository.root(), "merge-base", tip, main);
  }

  private static String letter(String line) {
    String letters = line.substring(0, 2).strip();
    return letters.equals("??") ? "?" : letters.substring(0, 1);
  }

  private List<String> matches(
      Optional<Tree> tree, String tip, Boundary boundary, Map<String, String> changes) {
    List<String> arguments =
        new ArrayList<>(List.of("grep", "-n", "-I", "-z", "--no-color", "--full-name", "-E"));
    arguments.addAll(List.of("-e", rules.forbidden()));
    if (tree.isEmpty()) {
      arguments.add(tip);
    } else {
      arguments.add("--untracked");
    }
    Path folder = tree.map(Tree::path).orElse(repository.root());
    Git.End end = repository.git().run(folder, arguments.toArray(String[]::new));
    if (end.code() > 1) {
      throw new WorkspaceException("git grep failed: " + end.words());
    }
    String prefix = tree.isPresent() ? "" : tip + ":";
    return end.out()
        .lines()
        .map(line -> line.substring(prefix.length()).split("\0", 3))
        .filter(match -> match.length == 3)
        .filter(match -> changes.containsKey(match[0]) || isOwn(boundary, match[0]))
        .limit(MAX_MATCHES)
        .map(match -> OneLine.of(match[0] + ":" + match[1] + ": " + match[2].strip()))
        .toList();
  }

  private static boolean isOwn(Boundary boundary, String file) {
    return boundary.isNamed() && boundary.holds(file);
  }

  /** Runs the test command in a folder; returns how it ended, in words, unless it passed. */
  String test(Path folder) {
    Git.End end = Git.run(folder, rules.test(), rules.limit());
    String said = (end.out() + end.err()).strip();
    String last = OneLine.of(said.substring(said.lastIndexOf('\n') + 1));
    return end.isFine()
        ? ""
        : "ended with "
            + end.code()
            + (last.isEmpty() ? "" : ": " + last.substring(0, Math.min(MAX_LAST, last.length())));
  }
}
