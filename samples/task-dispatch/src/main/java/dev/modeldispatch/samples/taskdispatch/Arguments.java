package dev.modeldispatch.samples.taskdispatch;

import dev.modeldispatch.Misuse;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Predicate;

/**
 * What the command line asks for, and all that is wrong with it.
 *
 * @param command what to do
 * @param ids the ids of tasks
 * @param flags the options without a value
 * @param values the options with a value
 * @param problems what is wrong, each in words that name the remedy
 */
record Arguments(
    Command command,
    List<String> ids,
    List<String> flags,
    Map<String, String> values,
    List<String> problems) {
  /** What can be done. */
  enum Command {
    PLAN,
    CHECK,
    EXECUTE,
    STATUS,
    COMPLETE,
    BOUNDARY,
    REVIEW,
    CLEANUP,
    DEMO
  }

  static final String USAGE =
      """
      task-dispatch [command] [options]

        plan          what can start, what waits, how long it takes; the default with options
        check         what is wrong with the files under .project, one finding in a line
        execute       makes a work tree for each ready task, or for: execute ID...
        status        how far the tasks are, as git says
        complete ID   completes a task whose branch is merged
        boundary ID   the part of a prompt that names the files of a task
        review        who wrote outside of its files
        cleanup       removes the work trees of done tasks, if nothing can be lost
        demo          all of it, on a repository made for it; the default without arguments

        --repo DIR         the repository; the folder that the command is run in
        --base BRANCH      what work starts from and is merged into; main
        --workers N        how many tasks may run at the same time
        --json             JSON in place of text
        --graph KIND       plan as a picture: mermaid, dot or gantt
        --launch COMMAND   what starts a session, with {ID}; claude --task {ID}
        --worktree COMMAND what the plan recommends, with {ID}; /worktree create {ID}
        --pr N             complete: the number of the pull request
        --merged           complete: it is merged, though git does not know, for example squashed
        --forbid REGEX     review: must have no match left in the tasks' files
        --test COMMAND     review: run by sh in each work tree, must end with 0
        --keep             demo: keep the repository
        --execute, --status are the same as the commands.

      Ends with 0, with 1 if something needs a person, with 2 if the input is wrong.
      """;

  private static final List<String> FLAGS = List.of("--json", "--merged", "--keep");
  private static final List<String> VALUES =
      List.of(
          "--repo",
          "--base",
          "--workers",
          "--graph",
          "--launch",
          "--worktree",
          "--pr",
          "--forbid",
          "--test");
  static final List<String> GRAPHS = List.of("mermaid", "dot", "gantt");

  /** Reads the command line; never throws. */
  static Arguments read(String... args) {
    return new Reader(args).read();
  }

  boolean help() {
    return flags.contains("--help") || flags.contains("-h");
  }

  boolean json() {
    return flags.contains("--json");
  }

  boolean has(String flag) {
    return flags.contains(flag);
  }

  Path repo() {
    return Path.of(values.getOrDefault("--repo", "."));
  }

  String base() {
    return values.getOrDefault("--base", "main");
  }

  Optional<String> value(String option) {
    return Optional.ofNullable(values.get(option));
  }

  OptionalInt number(String option) {
    return values.containsKey(option)
        ? OptionalInt.of(Integer.parseInt(values.getOrDefault(option, "")))
        : OptionalInt.empty();
  }

  /** Takes the arguments one by one. */
  private static final class Reader {
    private final ArrayDeque<String> left;
    private final List<String> commands = new ArrayList<>();
    private final List<String> ids = new ArrayList<>();
    private final List<String> flags = new ArrayList<>();
    private final Map<String, String> values = new LinkedHashMap<>();
    private final List<String> problems = new ArrayList<>();

    Reader(String[] args) {
      this.left = new ArrayDeque<>(Arrays.asList(args));
    }

    Arguments read() {
      if (left.isEmpty()) {
        return new Arguments(Command.DEMO, ids, flags, values, problems);
      }
      while (!left.isEmpty()) {
        take(left.remove());
      }
      number("--workers", "write 1 or more");
      number("--pr", "write its number");
      check("--graph", GRAPHS::contains, "there are mermaid, dot and gantt");
      check("--worktree", text -> text.contains("{ID}"), "it must hold {ID}");
      check("--launch", text -> text.contains("{ID}"), "it must hold {ID}");
      Command command = command();
      int wanted = command == Command.COMPLETE || command == Command.BOUNDARY ? 1 : 0;
      if (wanted == 1 && ids.size() != 1) {
        problems.add(name(command) + " needs one task's id");
      } else if (wanted == 0 && command != Command.EXECUTE && !ids.isEmpty()) {
        problems.add(name(command) + " takes no " + Misuse.quote(ids.get(0)) + "; see --help");
      }
      return new Arguments(command, ids, flags, values, problems);
    }

    private void take(String argument) {
      if (argument.equals("--execute") || argument.equals("--status")) {
        commands.add(argument.substring(2));
      } else if (argument.equals("--help") || argument.equals("-h") || FLAGS.contains(argument)) {
        flags.add(argument);
      } else if (VALUES.contains(argument)) {
        value(argument);
      } else if (argument.startsWith("-")) {
        problems.add(Misuse.quote(argument) + " is no option; --help tells what there is");
      } else if (commands.isEmpty() && ids.isEmpty() && isCommand(argument)) {
        commands.add(argument);
      } else {
        ids.add(argument);
      }
    }

    private void value(String option) {
      if (left.isEmpty()) {
        problems.add(option + " needs a value");
      } else if (values.put(option, left.remove()) != null) {
        problems.add(option + " is there twice");
      }
    }

    private void number(String option, String remedy) {
      check(option, text -> text.matches("[1-9][0-9]{0,8}"), remedy);
    }

    private void check(String option, Predicate<String> fine, String remedy) {
      String text = values.getOrDefault(option, "");
      if (values.containsKey(option) && !fine.test(text)) {
        problems.add(option + " " + Misuse.quote(text) + ": " + remedy);
      }
    }

    private Command command() {
      List<String> named = commands.stream().distinct().toList();
      if (named.size() > 1) {
        problems.add("one at a time: " + String.join(", ", named));
      }
      if (named.isEmpty() && !ids.isEmpty()) {
        problems.add(Misuse.quote(ids.get(0)) + " is no command; --help tells what there is");
        ids.clear();
      }
      return named.isEmpty()
          ? Command.PLAN
          : Command.valueOf(named.get(0).toUpperCase(Locale.ROOT));
    }

    private static boolean isCommand(String text) {
      return Arrays.stream(Command.values()).anyMatch(command -> name(command).equals(text));
    }

    private static String name(Command command) {
      return command.name().toLowerCase(Locale.ROOT);
    }
  }
}
