package dev.modeldispatch.samples.mcp;

import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The command of the program in a JVM of its own, on the class path of the tests. */
final class ChildJvm {
  private ChildJvm() {}

  static String java() {
    return Path.of(System.getProperty("java.home"), "bin", "java").toString();
  }

  static List<String> arguments(String... programs) {
    String classPath =
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    var all = new ArrayList<String>();
    all.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xshare:auto"));
    all.addAll(List.of("-cp", classPath.replace(";", File.pathSeparator)));
    all.add(McpDispatch.class.getName());
    all.addAll(List.of(programs));
    return all;
  }
}
