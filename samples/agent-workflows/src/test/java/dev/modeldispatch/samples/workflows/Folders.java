package dev.modeldispatch.samples.workflows;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Where the workflows are. */
final class Folders {
  /** The module, wherever the tests are started. */
  static final Path MODULE =
      Path.of(System.getProperty("dispatch.repository", "../.."))
          .resolve("samples/agent-workflows");

  static final Path OPENCODE = MODULE.resolve(".opencode");
  static final Path COMMANDS = MODULE.resolve("commands");

  private Folders() {}

  /** {@return the agents and commands for opencode, whose texts are the ones that count} */
  static List<Workflow> originals() throws IOException {
    List<Workflow> all = new ArrayList<>(Workflow.in(OPENCODE.resolve("agent")));
    all.addAll(Workflow.in(OPENCODE.resolve("command")));
    return all;
  }

  static Workflow original(String name) throws IOException {
    return originals().stream().filter(w -> w.name().equals(name)).findFirst().orElseThrow();
  }
}
