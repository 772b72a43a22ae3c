package dev.modeldispatch.samples.taskdispatch;

import dev.modeldispatch.Misuse;
import dev.modeldispatch.samples.taskdispatch.Arguments.Command;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;

/** Takes the arguments of a command line one by one. */
final class ArgumentReader {
  private static final List<String> FLAGS =
      List.of("--json", "--merged", "--keep", "--phased", "--merging");
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
          "--test",
          "--fleet",
          "--url",
          "--workspace",
          "--model",
          "--thinking",
          "--name",
          "--prompt",
          "--limit",
          "--routes");
  private static final List<String> LISTS = List.of("--todo", "--context-file", "--boundary");
  private static final List<String> GRAPHS = List.of("mermaid", "dot", "gantt");

  private final ArrayDeque<String> left;
  private final List<String> commands = new ArrayList<>();
  private final List<String> ids = new ArrayList<>();
  private final List<String> flags = new ArrayList<>();
  private final Map<String, String> values = new LinkedHashMap<>();
  private final Map<String, List<String>> lists = new LinkedHashMap<>();
  private final List<String> problems = new ArrayList<>();

  ArgumentReader(String[] args) {
    this.left = new ArrayDeque<>(Arrays.asList(args));
  }

  Arguments read() {
    if (left.isEmpty()) {
      return arguments(Command.DEMO);
    }
    while (!left.isEmpty()) {
      take(left.remove());
    }
    number("--workers", "write 1 or more");
    number("--pr", "write its number");
    check("--worktree", text -> text.contains("{ID}"), "it must hold {ID}");
    check("--limit", text -> text.matches("[1-9][0-9]{0,5}[smh]"), "write for example 90s or 10m");
    check("--launch", text -> text.contains("{ID}"), "it must hold {ID}");
    Command command = command();
    ids(command);
    servers(command);
    return arguments(command);
  }

  private Arguments arguments(Command command) {
    return new Arguments(command, ids, flags, values, lists, problems);
  }

  private void ids(Command command) {
    switch (command) {
      case COMPLETE, BOUNDARY -> wants(ids.size() == 1, command, "needs one task's id");
      case STOP, WAIT -> wants(!ids.isEmpty(), command, "needs the ids of sessions");
      case EXECUTE -> {}
      default -> {
        if (!ids.isEmpty()) {
          wants(false, command, "takes no " + Misuse.quote(ids.get(0)) + "; see --help");
        }
      }
    }
  }

  private void wants(boolean fine, Command command, String what) {
    if (!fine) {
      problems.add(command.code() + " " + what);
    }
  }

  private void servers(Command command) {
    List<String> known =
        switch (command) {
          case DEMO -> List.of("fake");
          case RUN -> List.of("opencode", "oppi", "fake");
          default -> List.of("opencode", "oppi");
        };
    check("--fleet", known::contains, command.code() + " knows " + String.join(", ", known));
    if (values.getOrDefault("--url", "").contains("@")) {
      values.put("--url", "");
      problems.add("--url must hold no password; --help tells where it is taken from");
    } else {
      check("--url", text -> text.matches("https?://[^\\s/]+/?"), "write http://host:port");
    }
    if (command == Command.RUN) {
      check("--graph", "mermaid"::equals, "run draws mermaid alone");
    } else {
      check("--graph", GRAPHS::contains, "there are mermaid, dot and gantt");
    }
  }

  private void take(String argument) {
    if (argument.equals("--execute") || argument.equals("--status")) {
      commands.add(argument.substring(2));
    } else if (argument.equals("--help") || argument.equals("-h") || FLAGS.contains(argument)) {
      flags.add(argument);
    } else if (VALUES.contains(argument)) {
      value(argument);
    } else if (LISTS.contains(argument)) {
      list(argument);
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

  private void list(String option) {
    List<String> list = lists.computeIfAbsent(option, o -> new ArrayList<>());
    if (left.isEmpty() || left.element().startsWith("-")) {
      problems.add(option + " needs a value");
    }
    while (!left.isEmpty() && !left.element().startsWith("-")) {
      list.add(left.remove());
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
    return named.isEmpty() ? Command.PLAN : Command.valueOf(named.get(0).toUpperCase(Locale.ROOT));
  }

  private static boolean isCommand(String text) {
    return Arrays.stream(Command.values()).anyMatch(command -> command.code().equals(text));
  }
}
