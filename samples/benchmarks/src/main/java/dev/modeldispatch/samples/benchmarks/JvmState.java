package dev.modeldispatch.samples.benchmarks;

import java.io.File;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.channels.SocketChannel;
import java.security.SecureRandom;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What this JVM holds.
 *
 * @param threads the ids of its live threads, but for those of the JVM's own common pool
 * @param heapBytes the retained heap, after a collection
 * @param descriptors its open files and sockets; 0 where the system does not tell
 */
record JvmState(Set<Long> threads, long heapBytes, int descriptors) {
  private static final int COLLECTIONS = 3;
  private static final long PAUSE_MS = 50;

  /**
   * Does what every JVM does once and keeps: opens all jars of the class path, the source of random
   * numbers, and the socket with which channels are closed. Without it they would count as
   * somebody's leak.
   */
  static void warm() throws IOException {
    ClassLoader.getSystemResources("no/such/resource").hasMoreElements();
    new SecureRandom().nextInt();
    SocketChannel.open().close();
    ManagementFactory.getThreadMXBean().resetPeakThreadCount();
  }

  /** Collects garbage and returns what is left. */
  static JvmState now() throws InterruptedException {
    collect();
    long heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    String[] open = new File("/proc/self/fd").list();
    Set<Long> threads = live().stream().map(Thread::getId).collect(Collectors.toSet());
    return new JvmState(threads, heap, open == null ? 0 : open.length);
  }

  /** {@return the names of the threads that live now and did not then} */
  List<String> newThreads() {
    return live().stream()
        .filter(thread -> !threads.contains(thread.getId()))
        .map(Thread::getName)
        .sorted()
        .toList();
  }

  private static Set<Thread> live() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> !thread.getName().startsWith("ForkJoinPool.commonPool"))
        .collect(Collectors.toSet());
  }

  private static void collect() throws InterruptedException {
    for (int i = 0; i < COLLECTIONS; i++) {
      System.gc();
      Thread.sleep(PAUSE_MS);
    }
  }
}
