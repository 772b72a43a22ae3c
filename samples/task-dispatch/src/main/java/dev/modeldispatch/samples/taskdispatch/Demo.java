package dev.modeldispatch.samples.taskdispatch;

import dev.modeldispatch.core.plan.PlanText;
import dev.modeldispatch.core.plan.PlanText.Launch;
import dev.modeldispatch.core.plan.Task;
import dev.modeldispatch.core.workspace.Completed;
import dev.modeldispatch.core.workspace.Progress;
import dev.modeldispatch.core.workspace.ReviewRules;
import dev.modeldispatch.core.workspace.Workspace;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Twelve tasks from plan to clean-up, with small workers that commit in their work trees. The
 * workers are threads; all else happens in the thread that runs the demo, which hears from them.
 */
final class Demo {
  private static final int WORKERS = 4;
  private static final int MILLIS_PER_HOUR = 100;

  private record Done(String task, String trouble) {}

  private final PrintStream out;
  private final Arguments arguments;
  private final BlockingQueue<Done> done = new LinkedBlockingQueue<>();
  private final List<String> completed = new ArrayList<>();

  Demo(PrintStream out, Arguments arguments) {
    this.out = out;
    this.arguments = arguments;
  }

  int run() throws IOException, InterruptedException {
    Path folder = Files.createTempDirectory("task-dispatch").toRealPath();
    Path root = folder.resolve("demo");
    ScheduledExecutorService workers = Executors.newScheduledThreadPool(WORKERS);
    try {
      DemoRepository.make(root);
      out.println("A repository with twelve tasks: " + root + "\n");
      Workspace workspace = Workspace.open(root);
      boolean fine =
          arguments.value("--fleet").isPresent()
              ? new FleetDemo(out, workspace).run(WORKERS)
              : work(workspace, workers) && check(workspace);
      out.println(fine ? "\nAll fine." : "\nNot fine; see above.");
      return fine ? TaskDispatch.FINE : TaskDispatch.NOT_CLEAN;
    } finally {
      workers.shutdownNow();
      boolean ended = workers.awaitTermination(10, TimeUnit.SECONDS);
      if (arguments.has("--keep") || !ended) {
        out.println("The repository is kept; see for example: status --repo " + root);
      } else {
        delete(folder);
      }
    }
  }

  /** Starts what can start, and merges and completes whatever is done, until nothing runs. */
  private boolean work(Workspace workspace, ScheduledExecutorService workers)
      throws IOException, InterruptedException {
    out.println(PlanText.original().plan(workspace.project().plan().workers(WORKERS).build()));
    out.println("An hour of a task takes its fake worker " + MILLIS_PER_HOUR + " ms.\n");
    int running = start(workspace, workers);
    while (running > 0) {
      Done next = done.take();
      running--;
      if (!next.trouble().isEmpty()) {
        out.println(next.task() + " failed: " + next.trouble());
        return false;
      }
      finish(workspace, next.task());
      running += start(workspace, workers);
    }
    return true;
  }

  private int start(Workspace workspace, ScheduledExecutorService workers) {
    List<Launch> launches = workspace.execute(WORKERS).launches();
    for (Launch launch : launches) {
      out.println(
          "         " + launch.task() + " starts in " + Path.of(launch.folder()).getFileName());
      long hours =
          workspace.project().graph().task(launch.task()).estimate().orElseThrow().toHours();
      Future<?> unused =
          workers.schedule(() -> commit(launch), hours * MILLIS_PER_HOUR, TimeUnit.MILLISECONDS);
    }
    return launches.size();
  }

  /** A fake worker: it writes the file that its task owns, and commits it. */
  private void commit(Launch launch) {
    Path tree = Path.of(launch.folder());
    try {
      Files.writeString(tree.resolve(DemoRepository.source(launch.task())), "Done.\n");
      GitCommand.run(tree, "add", "-A");
      GitCommand.run(tree, "commit", "-q", "-m", launch.task() + ": done");
      done.add(new Done(launch.task(), ""));
    } catch (IOException | RuntimeException e) {
      done.add(new Done(launch.task(), e.toString()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      done.add(new Done(launch.task(), "interrupted"));
    }
  }

  private void finish(Workspace workspace, String id) throws IOException, InterruptedException {
    GitCommand.run(workspace.root(), "merge", "-q", "--no-ff", "-m", id, "task/" + id);
    workspace.recordPullRequest(id, 100 + completed.size());
    Completed result = workspace.complete(id);
    completed.add(id);
    String ready = String.join(", ", result.unblocked().stream().map(Task::id).toList());
    out.println(
        "[%2d/%d]  %s is %s%s"
            .formatted(
                completed.size(),
                DemoRepository.ids().size(),
                id,
                result.isCompleted() ? "merged and completed" : "not completed: " + result.reason(),
                ready.isEmpty() ? "" : "; ready now: " + ready));
  }

  /** The merge check: every task's work is in main, nobody wrote elsewhere, nothing is left. */
  private boolean check(Workspace workspace) throws IOException, InterruptedException {
    Path root = workspace.root();
    long files =
        DemoRepository.ids().stream()
            .filter(id -> Files.exists(root.resolve(DemoRepository.source(id))))
            .count();
    String batch = workspace.status().map(Progress::batch).map(b -> b.status().code()).orElse("");
    boolean inside = workspace.review(ReviewRules.none()).isClean();
    int removed = workspace.cleanup().trees().size();
    int findings = workspace.project().findings().size();
    String branches = GitCommand.run(root, "branch", "--list", "task/*");
    int all = DemoRepository.ids().size();
    out.println("\nMerge check");
    out.println("  work of tasks in main:   " + files + " of " + all);
    out.println("  batch:                   " + batch);
    out.println("  outside of their files:  " + (inside ? "nobody wrote" : "see review"));
    out.println("  work trees removed:      " + removed + " of " + all);
    out.println("  branches left:           " + (branches.isEmpty() ? "none" : branches));
    out.println("  findings in .project:    " + (findings == 0 ? "none" : findings));
    return files == all && batch.equals("completed") && inside && removed == all && findings == 0;
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }
}
