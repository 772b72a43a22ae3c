package dev.modeldispatch.core;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.awaitility.core.ConditionTimeoutException;

/** What this process holds, to be compared with what it held before. For a JVM of its own. */
final class Leftovers {
  private static final long HEAP_MAY_GROW = 4 << 20;

  private final int descriptors;
  private final long heap;

  private Leftovers(int descriptors, long heap) {
    this.descriptors = descriptors;
    this.heap = heap;
  }

  static Leftovers now() throws IOException {
    return new Leftovers(descriptors(), heap());
  }

  /** Ours go within a second; on 17 the JDK's clients end by garbage collection alone. */
  void print() throws IOException {
    await().atMost(Duration.ofSeconds(1)).until(() -> threads("dispatch-").isEmpty());
    System.out.println("ours: " + threads("dispatch-"));
    boolean gone = true;
    try {
      await()
          .atMost(Duration.ofSeconds(20))
          .pollInterval(Duration.ofMillis(200))
          .until(this::isBack);
    } catch (ConditionTimeoutException e) {
      gone = false;
    }
    System.out.println(descriptors() - descriptors + " descriptors, " + threads("HttpClient-"));
    System.out.println((heap() - heap) / 1024 + " KiB of heap");
    System.out.println("the rest is gone: " + gone);
  }

  private boolean isBack() throws IOException {
    return heap() <= heap + HEAP_MAY_GROW
        && descriptors() <= descriptors
        && threads("HttpClient-").isEmpty();
  }

  private static long heap() {
    System.gc();
    return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
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
