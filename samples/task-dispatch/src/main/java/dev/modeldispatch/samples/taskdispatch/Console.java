package dev.modeldispatch.samples.taskdispatch;

import dev.modeldispatch.ApiKey;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Path;

/**
 * What a command has around it.
 *
 * @param out what it prints
 * @param in what it may read
 * @param password what an opencode server wants, if it wants one
 * @param oppi where an oppi server has its settings
 */
record Console(PrintStream out, InputStream in, ApiKey password, Path oppi) {
  /** Returns the process's own. */
  static Console system() {
    return new Console(
        System.out,
        System.in,
        ApiKey.env("OPENCODE_SERVER_PASSWORD"),
        Path.of(System.getProperty("user.home"), ".config", "oppi", "config.json"));
  }

  /** Returns the same with the settings of an oppi server elsewhere. */
  Console withOppi(Path settings) {
    return new Console(out, in, password, settings);
  }
}
