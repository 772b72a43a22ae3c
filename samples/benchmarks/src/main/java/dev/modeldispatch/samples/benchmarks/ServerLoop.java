package dev.modeldispatch.samples.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Queue;

/**
 * Accepts, reads and answers on one thread, each answer after the delay. The delay, and whether
 * answers are stamped, is all that another thread changes; it holds for the requests that come
 * after, and for those that were waiting.
 */
final class ServerLoop implements Runnable {
  private static final int BACKLOG = 4096;

  private record Due(long nanos, Runnable act) {}

  private record Waiting(ServerConnection connection, long since) {}

  private final Selector selector;
  private final ServerSocketChannel listening;
  private final Arrivals arrivals;
  private final PriorityQueue<Due> due = new PriorityQueue<>(Comparator.comparingLong(Due::nanos));
  private final Queue<Waiting> waiting = new ArrayDeque<>();
  private volatile Optional<Duration> delay = Optional.of(Duration.ZERO);
  private volatile boolean stamping;

  private ServerLoop(Selector selector, ServerSocketChannel listening, Arrivals arrivals) {
    this.selector = selector;
    this.listening = listening;
    this.arrivals = arrivals;
  }

  /** Opens a server on a free port of the loopback interface. */
  static ServerLoop open(Arrivals arrivals) throws IOException {
    var selector = Selector.open();
    var listening = ServerSocketChannel.open();
    listening.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), BACKLOG);
    listening.configureBlocking(false);
    listening.register(selector, SelectionKey.OP_ACCEPT);
    return new ServerLoop(selector, listening, arrivals);
  }

  int port() throws IOException {
    return ((InetSocketAddress) listening.getLocalAddress()).getPort();
  }

  /** Sets how long each answer takes; empty: requests wait until there is a delay again. */
  void delay(Optional<Duration> delay) {
    this.delay = delay;
    selector.wakeup();
  }

  /** Has answers tell when they leave; the second part of a stream takes the delay once more. */
  void stampAnswers() {
    stamping = true;
  }

  @Override
  public void run() {
    try {
      while (selector.isOpen()) {
        long wait = millisToNextDue();
        if (wait == 0) {
          selector.selectNow(this::serve);
        } else {
          selector.select(this::serve, wait == Long.MAX_VALUE ? 0 : wait);
        }
        delay.ifPresent(this::answerWaiting);
        answerDue();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void serve(SelectionKey key) {
    try {
      if (key.isAcceptable()) {
        accept();
      } else if (key.attachment() instanceof ServerConnection connection) {
        read(connection);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void accept() throws IOException {
    for (SocketChannel channel = listening.accept();
        channel != null;
        channel = listening.accept()) {
      channel.configureBlocking(false);
      channel.socket().setTcpNoDelay(true);
      channel.register(selector, SelectionKey.OP_READ, new ServerConnection(channel));
    }
  }

  private void read(ServerConnection connection) {
    int requests = connection.read();
    for (int i = 0; i < requests; i++) {
      arrivals.arrived();
      delay.ifPresentOrElse(
          wait -> answer(connection, wait),
          () -> waiting.add(new Waiting(connection, System.nanoTime())));
    }
    if (!connection.isOpen()) {
      arrivals.closed();
    }
  }

  /** Answers in the pace in which the requests came, and not all in one moment. */
  private void answerWaiting(Duration wait) {
    long first = waiting.isEmpty() ? 0 : waiting.peek().since();
    while (!waiting.isEmpty()) {
      Waiting next = waiting.remove();
      answer(next.connection(), wait.plusNanos(next.since() - first));
    }
  }

  private void answer(ServerConnection connection, Duration wait) {
    if (!stamping) {
      after(wait, connection::answer);
    } else if (connection.asksForStream()) {
      after(wait, () -> connection.write(StampedAnswer.first()));
      after(wait.multipliedBy(2), () -> connection.write(StampedAnswer.rest()));
    } else {
      after(wait, () -> connection.write(StampedAnswer.whole()));
    }
  }

  private void after(Duration wait, Runnable act) {
    if (wait.isZero()) {
      act.run();
    } else {
      due.add(new Due(System.nanoTime() + wait.toNanos(), act));
    }
  }

  private void answerDue() {
    for (Due next = due.peek(); next != null && hasCome(next); next = due.peek()) {
      due.remove();
      next.act().run();
    }
  }

  private static boolean hasCome(Due next) {
    return next.nanos() <= System.nanoTime();
  }

  private long millisToNextDue() {
    Due next = due.peek();
    if (next == null) {
      return Long.MAX_VALUE;
    }
    long nanos = Math.max(0, next.nanos() - System.nanoTime());
    return (nanos + 999_999) / 1_000_000;
  }
}
