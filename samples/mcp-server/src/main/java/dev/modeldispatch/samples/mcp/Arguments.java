package dev.modeldispatch.samples.mcp;

import dev.modeldispatch.Misuse;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What the command line asks for, and all that is wrong with it.
 *
 * @param config the file that it names, if it does
 */
record Arguments(Optional<Path> config, boolean check, boolean help, List<String> problems) {
  /** Reads the command line; never throws. */
  static Arguments read(String... args) {
    var left = new ArrayDeque<>(List.of(args));
    var configs = new ArrayList<Path>();
    var problems = new ArrayList<String>();
    boolean check = false;
    boolean help = false;
    while (!left.isEmpty()) {
      String argument = left.remove();
      switch (argument) {
        case "--help", "-h" -> help = true;
        case "--check" -> check = true;
        case "--config" -> config(left, configs, problems);
        default ->
            problems.add(Misuse.quote(argument) + " is no option; --help tells what there is");
      }
    }
    if (configs.size() > 1) {
      problems.add("--config is there " + configs.size() + " times; name one file");
    }
    return new Arguments(configs.stream().findFirst(), check, help, List.copyOf(problems));
  }

  private static void config(ArrayDeque<String> left, List<Path> configs, List<String> problems) {
    if (left.isEmpty()) {
      problems.add("--config needs a file");
      return;
    }
    String name = left.remove();
    try {
      configs.add(Path.of(name));
    } catch (InvalidPathException e) {
      problems.add("--config " + Misuse.quote(name) + " is no file name");
    }
  }
}
