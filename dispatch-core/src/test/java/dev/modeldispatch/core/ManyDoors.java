package dev.modeldispatch.core;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.awaitility.core.ConditionTimeoutException;

/** Opens 200 doors one after the other, asks through each, closes it, and looks what is left. */
final class ManyDoors {
  private ManyDoors() {}

  public static void main(String[] args) throws Exception {
    var server = URI.create(args[0]);
    askAndClose(server, 1);
    int before = descriptors();
    askAndClose(server, 200);
    await().atMost(Duration.ofSeconds(1)).until(() -> threads("dispatch-").isEmpty());
    System.out.println("ours: " + threads("dispatch-"));
    boolean gone = true;
    try {
      await()
          .atMost(Duration.ofSeconds(20))
          .pollInterval(Duration.ofMillis(200))
          .until(() -> isCollected(before));
    } catch (ConditionTimeoutException e) {
      gone = false;
    }
    System.out.println(descriptors() - before + " descriptors, " + threads("HttpClient-"));
    System.out.println("the rest is gone: " + gone);
  }

  private static void askAndClose(URI server, int times) {
    for (int i = 0; i < times; i++) {
      try (var models = ModelDispatch.builder().openaiCompatible("fake", server).build()) {
        models.ask("fake/m", "hi").orElseThrow();
      }
    }
  }

  /** On 17 the JDK's clients end by garbage collection alone. */
  private static boolean isCollected(int before) throws IOException {
    System.gc();
    return descriptors() <= before && threads("HttpClient-").isEmpty();
  }

  private static int descriptors() throws IOException {
    try (var open = Files.list(Path.of("/proc/self/fd"))) {
      return (int) open.count();
    }
  }

  private static List<String> threads(String prefix) {
    return Thread.getAllStackTraces().keySet().stream()
        .map(Thread::getName)
        .filter(name -> name.startsWith(prefix))
        .toList();
  }
}
