package dev.modeldispatch.samples.taskdispatch;

import dev.modeldispatch.core.workspace.Workspace;
import dev.modeldispatch.core.workspace.WorkspaceException;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The command line: reads what is asked for, does it, and tells it as text or as JSON. */
public final class TaskDispatch {
  static final int FINE = 0;
  static final int NOT_CLEAN = 1;
  static final int BAD_INPUT = 2;

  private final PrintStream out;

  TaskDispatch(PrintStream out) {
    this.out = out;
  }

  /** Runs with these arguments; {@code --help} tells them. */
  public static void main(String[] args) {
    int exit = new TaskDispatch(System.out).run(args);
    if (exit != FINE) {
      System.exit(exit);
    }
  }

  int run(String... args) {
    var arguments = Arguments.read(args);
    if (arguments.help()) {
      out.print(Arguments.USAGE);
      return FINE;
    }
    List<String> problems = new ArrayList<>(arguments.problems());
    if (arguments.command() == Arguments.Command.DEMO && problems.isEmpty()) {
      return demo(arguments);
    }
    try {
      Optional<Workspace> workspace = open(arguments, problems);
      if (problems.isEmpty() && workspace.isPresent()) {
        return tell(new Commands(workspace.get(), arguments).run(), arguments);
      }
    } catch (WorkspaceException e) {
      problems.addAll(e.problems());
    } catch (IllegalArgumentException | UncheckedIOException e) {
      problems.add(String.valueOf(e.getMessage()));
    }
    problems.forEach(problem -> out.println("task-dispatch: " + problem));
    out.println("Use --help for what there is.");
    return BAD_INPUT;
  }

  /** What is wrong with the repository is told together with what is wrong with the arguments. */
  private static Optional<Workspace> open(Arguments arguments, List<String> problems) {
    if (arguments.command() == Arguments.Command.DEMO) {
      return Optional.empty();
    }
    try {
      Workspace workspace = Workspace.builder(arguments.repo()).base(arguments.base()).build();
      if (arguments.command() != Arguments.Command.CHECK) {
        workspace.project().errors().forEach(e -> problems.add(e.subject() + ": " + e.message()));
      }
      return Optional.of(workspace);
    } catch (WorkspaceException e) {
      problems.addAll(e.problems());
      return Optional.empty();
    }
  }

  private int tell(Answer answer, Arguments arguments) {
    out.print(arguments.json() ? answer.json() : answer.text());
    return answer.exit();
  }

  private int demo(Arguments arguments) {
    try {
      return new Demo(out, arguments).run();
    } catch (IOException e) {
      out.println("task-dispatch: the demo's folder cannot be written: " + e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      out.println("task-dispatch: interrupted");
    }
    return NOT_CLEAN;
  }
}
