package dev.modeldispatch.samples.benchmarks;

import dev.modeldispatch.core.http.BodyReader;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicInteger;

/** The side of {@link StreamsMeasurement} that reads recorded streams, in a JVM of its own. */
final class ReaderClient {
  private static final int PIECE = 16 << 10;
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  private ReaderClient() {}

  /** Measures rounds on one thread; arguments: stream, events in a round, warm-up, rounds. */
  public static void main(String[] args) {
    var stream = RecordedStream.valueOf(args[0]);
    int events = Integer.parseInt(args[1]);
    byte[] bytes = stream.bytes(events);
    for (int round = 0; round < Integer.parseInt(args[2]); round++) {
      seconds(stream, bytes, events);
    }
    var parent = new Parent();
    for (int round = 0; round < Integer.parseInt(args[3]); round++) {
      long start = System.nanoTime();
      double cpu = seconds(stream, bytes, events);
      double wall = (System.nanoTime() - start) / 1e9;
      double mb = bytes.length / 1e6;
      parent.say("round", "mb_per_s", mb / cpu, "wall", mb / wall, "bytes", bytes.length);
    }
  }

  /** Returns the processor time of reading it all: a busy machine takes other time away. */
  private static double seconds(RecordedStream stream, byte[] bytes, int events) {
    var heard = new AtomicInteger();
    BodyReader reader = stream.reader(data -> heard.addAndGet(Math.min(1, data.length())));
    long start = THREADS.getCurrentThreadCpuTime();
    for (int at = 0; at < bytes.length; at += PIECE) {
      reader.read(ByteBuffer.wrap(bytes, at, Math.min(PIECE, bytes.length - at)));
    }
    double seconds = (THREADS.getCurrentThreadCpuTime() - start) / 1e9;
    if (heard.get() != events) {
      throw new IllegalStateException(heard + " of " + events + " events were read");
    }
    return seconds;
  }
}
