package dev.modeldispatch.core.workspace;

import dev.modeldispatch.core.plan.Project;
import dev.modeldispatch.core.plan.Task;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Takes away the work trees of tasks that are done, if nothing can be lost by it: no change that is
 * not committed, no new file, no commit that is only here, no lock, no other branch. Never forces.
 * For one run, under the lock.
 */
final class Cleaning {
  private final Repository repository;
  private final Worktrees trees;
  private final Map<String, String> kept = new TreeMap<>();
  private final List<String> gone = new ArrayList<>();
  private final List<String> branches = new ArrayList<>();
  private final List<String> folders = new ArrayList<>();

  Cleaning(Repository repository) {
    this.repository = repository;
    this.trees = new Worktrees(repository);
  }

  Removed run(Project project, ProjectStore store) {
    List<Edit> edits = new ArrayList<>();
    for (Task task : project.graph().tasks()) {
      if (task.status().isDone() && isOurs(project, task.id())) {
        clean(task.id());
        if (gone.contains(task.id())) {
          edits.add(Edit.drop(Paths.task(task.id()), "worktree"));
        }
      }
    }
    if (!edits.isEmpty()) {
      edits.add(new Book(project).folders(List.of(), folders));
      store.change(project, edits);
    }
    return new Removed(gone, branches, kept);
  }

  private static boolean isOurs(Project project, String id) {
    var book = new Book(project);
    return book.base(id).isPresent() && !book.isHere(id);
  }

  private void clean(String id) {
    Optional<Tree> tree = trees.find(id);
    Optional<Tree> moved =
        repository.trees().stream()
            .filter(each -> each.path().equals(repository.folder(id)) && !each.isOf(id))
            .findFirst();
    if (moved.isPresent()) {
      kept.put(id, moved.get().path() + " is not on branch " + Repository.branch(id));
      return;
    }
    List<String> reasons = tree.map(this::reasons).orElse(List.of());
    if (!reasons.isEmpty()) {
      kept.put(id, tree.orElseThrow().path() + " " + String.join(", ", reasons));
      return;
    }
    tree.ifPresent(found -> remove(id, found));
    if (!kept.containsKey(id)) {
      folders.add(repository.folder(id).toString());
      gone.add(id);
      deleteBranch(id);
    }
  }

  private List<String> reasons(Tree tree) {
    List<String> reasons = new ArrayList<>();
    tree.lock().ifPresent(why -> reasons.add("is locked" + (why.isEmpty() ? "" : ": " + why)));
    List<String> changes = trees.look(tree.path());
    long untracked = changes.stream().filter(change -> change.startsWith("??")).count();
    if (changes.size() > untracked) {
      reasons.add("has " + (changes.size() - untracked) + " changed but not committed");
    }
    if (untracked > 0) {
      reasons.add("has " + untracked + " untracked");
    }
    int onlyHere = repository.onlyHere(tree.head());
    if (onlyHere > 0) {
      reasons.add(
          "has " + onlyHere + " unpushed: neither in " + repository.base() + " nor at a remote");
    }
    return reasons;
  }

  private void remove(String id, Tree tree) {
    Git.End end =
        repository.git().run(repository.root(), "worktree", "remove", "--", tree.path() + "");
    if (!end.isFine()) {
      kept.put(id, end.words());
    }
  }

  private void deleteBranch(String id) {
    Optional<String> tip = repository.commit(Repository.ref(id));
    if (tip.isEmpty()) {
      return;
    }
    if (!repository.holds(repository.baseCommit(), tip.get())) {
      kept.put(id, "branch " + Repository.branch(id) + " is not in " + repository.base());
      return;
    }
    Git.End end =
        repository.git().run(repository.root(), "branch", "-d", "--", Repository.branch(id));
    if (end.isFine()) {
      branches.add(id);
    } else {
      kept.put(id, end.words());
    }
  }
}
