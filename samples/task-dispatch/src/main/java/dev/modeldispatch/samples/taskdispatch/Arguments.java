package dev.modeldispatch.samples.taskdispatch;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What the command line asks for, and all that is wrong with it.
 *
 * @param command what to do
 * @param ids the ids of tasks or of sessions
 * @param flags the options without a value
 * @param values the options with a value
 * @param lists the options with several values
 * @param problems what is wrong, each in words that name the remedy
 */
record Arguments(
    Command command,
    List<String> ids,
    List<String> flags,
    Map<String, String> values,
    Map<String, List<String>> lists,
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
    RUN,
    LAUNCH,
    STOP,
    WAIT,
    DEMO;

    private final String code = name().toLowerCase(Locale.ROOT);

    /** {@return what people write} */
    String code() {
      return code;
    }

    /** {@return whether it is about sessions alone, and needs no repository} */
    boolean isOfSessions() {
      return this == LAUNCH || this == STOP || this == WAIT;
    }
  }

  /** Reads the command line; never throws. */
  static Arguments read(String... args) {
    return new ArgumentReader(args).read();
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

  /** Returns the values of an option that takes several. */
  List<String> list(String option) {
    return lists.getOrDefault(option, List.of());
  }

  /** {@return where sessions run} */
  String fleet() {
    return values.getOrDefault("--fleet", "opencode");
  }

  /** {@return whether it is clear which server is meant} */
  boolean namesServer() {
    return problems.stream().noneMatch(p -> p.startsWith("--fleet") || p.startsWith("--url"));
  }

  /** {@return how long to wait} */
  Optional<Duration> limit() {
    return value("--limit").map(text -> Duration.parse("PT" + text.toUpperCase(Locale.ROOT)));
  }
}
