package dev.modeldispatch.core.plan;

import dev.modeldispatch.core.internal.OneLine;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;

/**
 * Which tasks would write the same files, told from their scopes alone: files need not exist.
 * Immutable.
 *
 * <p>A scope holds paths and globs ({@code *}, {@code ?}, {@code **}, {@code [a-z]}, <code>{a,b}
 * </code>); a folder stands for all it contains, {@code .} and {@code ..} are followed, {@code \}
 * is read as {@code /}. In doubt two patterns overlap. Only what a task writes counts, not the
 * files that it reads.
 */
public final class Scopes {
  private static final int LARGE = 5;

  private final ScopePath paths;

  private Scopes(ScopePath paths) {
    this.paths = paths;
  }

  /** {@return a comparison that minds case and follows no links} */
  public static Scopes exact() {
    return new Scopes(new ScopePath(false, UnaryOperator.identity()));
  }

  /** {@return the same comparison, for file systems that ignore case} */
  public Scopes ignoringCase() {
    return new Scopes(new ScopePath(true, paths.resolve()));
  }

  /**
   * Returns the same comparison, for paths that lead elsewhere.
   *
   * @param resolve takes a path relative to the repository, which need not exist, and returns where
   *     it leads, for example through symbolic links
   */
  public Scopes resolving(UnaryOperator<String> resolve) {
    return new Scopes(new ScopePath(paths.ignoresCase(), resolve));
  }

  /** Returns what both write, as paths or patterns, in order; empty if their files are disjoint. */
  public List<String> overlap(Task.Scope first, Task.Scope second) {
    Set<String> files = new TreeSet<>();
    List<Glob> others = globs(second);
    for (Glob glob : globs(first)) {
      for (Glob other : others) {
        if (glob.overlaps(other)) {
          files.add(glob.common(other));
        }
      }
    }
    return List.copyOf(files);
  }

  /** Returns every pair of these tasks that would write the same files, in their order. */
  public List<Overlap> overlaps(List<Task> tasks) {
    return overlaps(tasks, Integer.MAX_VALUE);
  }

  /** Returns the first pairs, at most so many. */
  List<Overlap> overlaps(List<Task> tasks, int most) {
    List<Overlap> overlaps = new ArrayList<>();
    var index = new ScopeIndex();
    for (int i = 0; i < tasks.size() && overlaps.size() < most; i++) {
      Task task = tasks.get(i);
      List<Glob> globs = globs(task.scope());
      for (int earlier : index.near(globs)) {
        List<String> files = overlap(tasks.get(earlier).scope(), task.scope());
        if (!files.isEmpty() && overlaps.size() < most) {
          overlaps.add(new Overlap(tasks.get(earlier).id(), task.id(), files));
        }
      }
      index.add(i, globs);
    }
    return overlaps;
  }

  /** Returns where two tasks may work at the same time, if they may, and why. */
  public Choice choose(Task first, Task second) {
    if (waits(first, second) || waits(second, first)) {
      String later = waits(first, second) ? first.id() : second.id();
      return new Choice(Place.SEQUENCE, later + " waits for the other");
    }
    for (Task task : List.of(first, second)) {
      if (globs(task.scope()).isEmpty()) {
        return new Choice(Place.WORKTREES, task.id() + " names no files, so nobody knows");
      }
    }
    List<String> files = overlap(first.scope(), second.scope());
    String both = "both write " + OneLine.of(Amounts.list(files));
    if (files.isEmpty()) {
      return new Choice(Place.SAME_WORKSPACE, "their files are disjoint");
    }
    return files.size() >= LARGE
        ? new Choice(Place.SEQUENCE, both + ", too much to merge")
        : new Choice(Place.WORKTREES, both);
  }

  /** Returns what the task writes outside of the folder that paths start from, as it is written. */
  public List<String> leaving(Task.Scope scope) {
    return scope.writes().stream()
        .filter(text -> paths.globs(text).stream().anyMatch(Scopes::isOutside))
        .toList();
  }

  private static boolean isOutside(Glob glob) {
    String text = glob.text();
    return text.equals("..") || text.startsWith("../") || text.startsWith("/");
  }

  private List<Glob> globs(Task.Scope scope) {
    Set<Glob> globs = new LinkedHashSet<>();
    scope.writes().forEach(text -> globs.addAll(paths.globs(text)));
    return List.copyOf(globs);
  }

  private static boolean waits(Task task, Task other) {
    return task.blockedBy().contains(other.id());
  }

  /**
   * Two tasks that would write the same files.
   *
   * @param first the id of the one
   * @param second the id of the other
   * @param files the files, as paths or patterns
   */
  public record Overlap(String first, String second, List<String> files) {
    /** Copies the list. */
    public Overlap {
      files = List.copyOf(files);
    }
  }

  /** Where two tasks may work. */
  public enum Place {
    /** In the same workspace at the same time. */
    SAME_WORKSPACE,
    /** At the same time, in a worktree each. */
    WORKTREES,
    /** One after the other. */
    SEQUENCE
  }

  /**
   * Where two tasks may work, and why.
   *
   * @param place where
   * @param reason why, in words
   */
  public record Choice(Place place, String reason) {}
}
