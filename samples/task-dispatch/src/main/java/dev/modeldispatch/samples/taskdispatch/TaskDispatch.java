package dev.modeldispatch.samples.taskdispatch;

import dev.modeldispatch.core.fleet.SessionException;
import dev.modeldispatch.core.workspace.Workspace;
import dev.modeldispatch.core.workspace.WorkspaceException;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;

/** The command line: reads what is asked for, does it, and tells it as text or as JSON. */
public final class TaskDispatch {
  static final int FINE = 0;
  static final int NOT_CLEAN = 1;
  static final int BAD_INPUT = 2;

  private final Console console;
  private final PrintStream out;

  TaskDispatch(Console console) {
    this.console = console;
    this.out = console.out();
  }

  /** Runs with these arguments; {@code --help} tells them. */
  public static void main(String[] args) {
    int exit = new TaskDispatch(Console.system()).run(args);
    if (exit != FINE) {
      System.exit(exit);
    }
  }

  int run(String... args) {
    var arguments = Arguments.read(args);
    if (arguments.help()) {
      out.print(Usage.TEXT);
      return FINE;
    }
    var problems = new Problems(arguments);
    if (arguments.command() == Arguments.Command.DEMO && problems.isEmpty()) {
      return demo(arguments);
    }
    if (arguments.command() == Arguments.Command.RUN) {
      QuitHook quit = QuitHook.open();
      try {
        return tell(arguments, problems);
      } finally {
        quit.close();
      }
    }
    return tell(arguments, problems);
  }

  private int tell(Arguments arguments, Problems problems) {
    Answer answer;
    try {
      answer = answer(arguments, problems);
    } catch (SessionException e) {
      answer = Problems.answer(e);
    } catch (WorkspaceException e) {
      problems.add(e.problems());
      answer = problems.answer();
    } catch (IllegalArgumentException | UncheckedIOException e) {
      problems.add(List.of(String.valueOf(e.getMessage())));
      answer = problems.answer();
    }
    out.print(arguments.json() && !answer.json().isEmpty() ? answer.json() : answer.text());
    return answer.exit();
  }

  private Answer answer(Arguments arguments, Problems problems) {
    if (arguments.command().isOfSessions()) {
      return new SessionCommands(arguments, console).run();
    }
    Optional<Workspace> workspace = open(arguments, problems);
    if (arguments.command() == Arguments.Command.RUN) {
      return new RunCommand(arguments, console, problems).run(workspace);
    }
    return problems.isEmpty() && workspace.isPresent()
        ? new Commands(workspace.get(), arguments).run()
        : problems.answer();
  }

  /** What is wrong with the repository is told together with what is wrong with the arguments. */
  private static Optional<Workspace> open(Arguments arguments, Problems problems) {
    if (arguments.command() == Arguments.Command.DEMO) {
      return Optional.empty();
    }
    try {
      Workspace workspace = Workspace.builder(arguments.repo()).base(arguments.base()).build();
      if (arguments.command() != Arguments.Command.CHECK) {
        problems.add(
            workspace.project().errors().stream()
                .map(e -> e.subject() + ": " + e.message())
                .toList());
      }
      return Optional.of(workspace);
    } catch (WorkspaceException e) {
      problems.add(e.problems());
      return Optional.empty();
    }
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
