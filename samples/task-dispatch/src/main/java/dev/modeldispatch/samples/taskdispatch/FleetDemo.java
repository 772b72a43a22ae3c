package dev.modeldispatch.samples.taskdispatch;

import dev.modeldispatch.core.fleet.TaskReport;
import dev.modeldispatch.core.fleet.TaskReport.Outcome;
import dev.modeldispatch.core.routing.RoutingTable;
import dev.modeldispatch.core.workspace.Workspace;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** The twelve tasks again, this time given to sessions on a server, with fake agents behind it. */
record FleetDemo(PrintStream out, Workspace workspace) {
  boolean run(int workers) throws IOException, InterruptedException {
    TaskReport report;
    try (var fakes = FakeAgents.start(RoutingTable.original(), Optional.empty())) {
      out.println("Fake agents run on " + fakes.fleet().server() + "\n");
      report =
          dev.modeldispatch.core.fleet.TaskDispatch.builder(fakes.fleet(), workspace)
              .workers(workers)
              .phased()
              .listener(event -> out.println(ReportAnswer.line(event)))
              .build()
              .run();
    }
    out.println("\n" + report.text());
    return check(report) && report.isComplete();
  }

  /** The merge check: every task's work is committed in main, and nobody wrote elsewhere. */
  private boolean check(TaskReport report) throws IOException, InterruptedException {
    Path root = workspace.root();
    int all = DemoRepository.ids().size();
    long files =
        DemoRepository.ids().stream()
            .filter(id -> Files.exists(root.resolve(DemoRepository.source(id))))
            .count();
    long commits =
        GitCommand.run(root, "log", "--format=%s", "main", "--", "src")
            .lines()
            .filter(line -> DemoRepository.ids().contains(line.replaceFirst(":.*", "")))
            .count();
    long completed = report.tasks().stream().filter(e -> e.outcome() == Outcome.COMPLETED).count();
    boolean inside = report.tasks().stream().allMatch(e -> e.outside().isEmpty());
    String left = GitCommand.run(root, "status", "--porcelain", "--", "src");
    int findings = workspace.project().findings().size();
    out.println("Merge check");
    out.println(
        "  work of tasks in main:   " + files + " of " + all + ", in " + commits + " commits");
    out.println("  tasks completed:         " + completed + " of " + all);
    out.println("  outside of their files:  " + (inside ? "nobody wrote" : "see above"));
    out.println("  not committed in src:    " + (left.isEmpty() ? "nothing" : left));
    out.println("  findings in .project:    " + (findings == 0 ? "none" : findings));
    return files == all && commits == all && completed == all && left.isEmpty() && findings == 0;
  }
}
