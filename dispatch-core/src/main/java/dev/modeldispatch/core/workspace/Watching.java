package dev.modeldispatch.core.workspace;

import dev.modeldispatch.core.plan.BatchView;
import dev.modeldispatch.core.plan.Project;
import dev.modeldispatch.core.plan.Task;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Asks git how far the tasks of a batch are. For one look, under the lock. */
final class Watching {
  private final Repository repository;
  private final Project project;
  private final Worktrees trees;
  private final List<String> notes = new ArrayList<>();

  Watching(Repository repository, Project project) {
    this.repository = repository;
    this.project = project;
    this.trees = new Worktrees(repository);
  }

  Optional<Progress> look() {
    return project
        .batch()
        .map(
            batch -> {
              Map<String, BatchView.Work> work = new TreeMap<>();
              batch.tasks().stream()
                  .flatMap(id -> project.graph().find(id).stream())
                  .filter(task -> task.status() == Task.Status.IN_PROGRESS)
                  .forEach(task -> look(task.id(), work));
              return new Progress(BatchView.of(project.graph(), batch, work), notes);
            });
  }

  private void look(String id, Map<String, BatchView.Work> work) {
    Optional<String> base = new Book(project).base(id);
    Optional<Tree> tree = trees.find(id);
    if (base.isPresent() && new Book(project).isHere(id)) {
      work.put(id, new BatchView.Work(new Commits(repository).of(id, base.get()).size(), 0));
    } else if (base.isEmpty()) {
      notes.add(id + " runs, but was not started by a dispatch");
    } else if (tree.isEmpty()) {
      notes.add(id + ": its work tree is gone; the next execute makes it again");
    } else if (tree.get().isHalfMade()) {
      notes.add(id + ": its work tree is half-made; the next execute finishes it");
    } else {
      work.put(id, trees.work(tree.get(), base.get()));
      if (Merged.of(repository, id, base.get()).isMerged()) {
        notes.add(id + " is merged into " + repository.base() + ": complete " + id);
      }
    }
  }
}
