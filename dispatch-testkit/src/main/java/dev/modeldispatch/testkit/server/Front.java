package dev.modeldispatch.testkit.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The socket front of a fake server: one selector thread for all connections, so that a thousand
 * held replies cost a thousand sockets and no thread, and the peer's close is seen while a reply is
 * held back.
 *
 * <p>Only the selector thread touches connections, timers and channels; others hand it work with
 * {@link #run}. Nothing on it blocks: what is answered is decided on another thread.
 */
final class Front implements AutoCloseable {
  /** Decides what is done with a whole request. */
  @FunctionalInterface
  interface Answering {
    /** Called on the front's thread, so it must not block; the acts go to the connection. */
    void answer(Connection connection, ServerCall call, HttpRequest request);
  }

  private record Timer(long due, long number, Runnable task) implements Comparable<Timer> {
    @Override
    public int compareTo(Timer other) {
      int byDue = Long.compare(due - other.due, 0);
      return byDue != 0 ? byDue : Long.compare(number, other.number);
    }
  }

  private static final int BACKLOG = 4096;
  private static final byte[] LOOPBACK = {127, 0, 0, 1};

  private final Journal journal;
  private final Answering answering;
  private final Selector selector;
  private final Thread thread;
  private final Queue<Runnable> work = new ConcurrentLinkedQueue<>();
  private final PriorityQueue<Timer> timers = new PriorityQueue<>();
  private final ByteBuffer buffer = ByteBuffer.allocateDirect(64 * 1024);
  private final InetSocketAddress address;
  private ServerSocketChannel listening;
  private long timersSet;
  private volatile boolean open = true;

  Front(Journal journal, Answering answering, String name) throws IOException {
    this.journal = journal;
    this.answering = answering;
    selector = Selector.open();
    listening = listen(new InetSocketAddress(InetAddress.getByAddress(LOOPBACK), 0));
    address = (InetSocketAddress) listening.getLocalAddress();
    thread = new Thread(this::loop, "fake-model-server-" + name);
    thread.setDaemon(true);
  }

  void start() {
    thread.start();
  }

  int port() {
    return address.getPort();
  }

  Journal journal() {
    return journal;
  }

  Answering answering() {
    return answering;
  }

  /** Runs the task on the selector thread, soon. */
  void run(Runnable task) {
    work.add(task);
    selector.wakeup();
  }

  /** Runs the task on the selector thread after this time; called on that thread. */
  void later(Duration wait, Runnable task) {
    timers.add(new Timer(System.nanoTime() + wait.toNanos(), timersSet++, task));
  }

  /** Stops listening; returns when a connect is refused. */
  void refuse() {
    runAndAwait(
        () -> {
          listening.close();
          return selector.selectNow();
        });
  }

  /** Listens again, at the same port. */
  void accept() {
    runAndAwait(
        () -> {
          if (!listening.isOpen()) {
            listening = listen(address);
          }
          return address;
        });
  }

  @Override
  public void close() {
    open = false;
    selector.wakeup();
    try {
      thread.join(TimeUnit.SECONDS.toMillis(5));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void runAndAwait(Callable<?> task) {
    var done = new FutureTask<>(task);
    run(done);
    try {
      done.get(5, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | TimeoutException e) {
      throw new IllegalStateException("The fake server's thread is stuck or closed.", e);
    }
  }

  private ServerSocketChannel listen(InetSocketAddress where) throws IOException {
    var channel = ServerSocketChannel.open();
    channel.bind(where, BACKLOG);
    channel.configureBlocking(false);
    channel.register(selector, SelectionKey.OP_ACCEPT);
    return channel;
  }

  private void loop() {
    try (selector) {
      while (open) {
        select();
        for (var task = work.poll(); task != null; task = work.poll()) {
          task.run();
        }
        runTimers();
        for (var key : selector.selectedKeys()) {
          handle(key);
        }
        selector.selectedKeys().clear();
      }
      closeAll();
    } catch (IOException e) {
      throw new UncheckedIOException("The fake server's selector failed.", e);
    }
  }

  private void select() throws IOException {
    var next = timers.peek();
    if (!work.isEmpty()) {
      selector.selectNow();
    } else if (next == null) {
      selector.select();
    } else {
      long nanos = next.due() - System.nanoTime();
      if (nanos <= 0) {
        selector.selectNow();
      } else {
        selector.select(Math.max(1, TimeUnit.NANOSECONDS.toMillis(nanos)));
      }
    }
  }

  private void runTimers() {
    long now = System.nanoTime();
    while (!timers.isEmpty() && timers.peek().due() - now <= 0) {
      timers.remove().task().run();
    }
  }

  private void handle(SelectionKey key) throws IOException {
    if (!key.isValid()) {
      return;
    }
    if (key.isAcceptable()) {
      for (var channel = listening.accept(); channel != null; channel = listening.accept()) {
        connected(channel);
      }
    } else if (key.attachment() instanceof Connection connection) {
      connection.ready(key, buffer);
    }
  }

  private void connected(SocketChannel channel) throws IOException {
    channel.configureBlocking(false);
    var key = channel.register(selector, SelectionKey.OP_READ);
    key.attach(new Connection(this, channel, key, journal.connected()));
  }

  private void closeAll() throws IOException {
    listening.close();
    for (var key : selector.keys()) {
      if (key.attachment() instanceof Connection connection) {
        connection.closeByServer();
      }
    }
    selector.selectNow();
  }
}
