package dev.modeldispatch.testkit.server;

import java.io.IOException;
import java.net.ProtocolException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.ArrayDeque;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One connection of a {@link Front}: reads requests, plays the acts of one reply at a time, and
 * sees the peer's close at any moment. Only the selector thread enters, but for {@link #play}.
 */
final class Connection implements RequestReader.Sink {
  private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

  private record Asked(ServerCall call, HttpRequest request) {}

  private final Front front;
  private final SocketChannel channel;
  private final SelectionKey key;
  private final int number;
  private final RequestReader reader = new RequestReader(this);
  private final ArrayDeque<Asked> waiting = new ArrayDeque<>();
  private final ArrayDeque<Act> acts = new ArrayDeque<>();
  private ByteBuffer out = NOTHING;
  private @Nullable ServerCall reading;
  private @Nullable ServerCall playing;
  private boolean closesOnNextRequest;
  private boolean closed;

  Connection(Front front, SocketChannel channel, SelectionKey key, int number) {
    this.front = front;
    this.channel = channel;
    this.key = key;
    this.number = number;
  }

  /** Plays these acts for the call that was last handed out; from any thread. */
  void play(List<Act> reply) {
    front.run(
        () -> {
          acts.addAll(reply);
          goOn();
        });
  }

  void ready(SelectionKey ready, ByteBuffer buffer) {
    try {
      if (ready.isReadable()) {
        read(buffer);
      }
      if (!closed && ready.isWritable()) {
        goOn();
      }
    } catch (ProtocolException e) {
      front.journal().unmatched("no HTTP: " + e.getMessage());
      closeByServer();
    } catch (IOException e) {
      closedByClient();
    }
  }

  private void read(ByteBuffer buffer) throws IOException {
    buffer.clear();
    int count = channel.read(buffer);
    if (count < 0) {
      closedByClient();
    } else if (count > 0 && closesOnNextRequest) {
      closeByServer();
    } else {
      reader.take(buffer.flip());
    }
  }

  @Override
  public void begun(HttpRequest head) {
    reading = front.journal().begin(number, head);
  }

  @Override
  public void whole(HttpRequest request) {
    var call = reading;
    reading = null;
    if (call != null) {
      call.received(request);
      waiting.add(new Asked(call, request));
      nextCall();
    }
  }

  private void nextCall() {
    var next = playing == null ? waiting.poll() : null;
    if (next != null) {
      playing = next.call();
      front.answering().answer(this, next.call(), next.request());
    }
  }

  /** Plays on until the socket takes no more, a pause begins, or the reply is over. */
  private void goOn() {
    try {
      while (!closed && flush()) {
        var act = acts.poll();
        if (act == null || !begin(act)) {
          return;
        }
      }
    } catch (IOException e) {
      closedByClient();
    }
  }

  /** Writes what is left; true if nothing is. */
  private boolean flush() throws IOException {
    if (out.hasRemaining()) {
      int count = channel.write(out);
      if (playing != null) {
        playing.sent(count);
      }
    }
    key.interestOps(
        out.hasRemaining() ? SelectionKey.OP_READ | SelectionKey.OP_WRITE : SelectionKey.OP_READ);
    return !out.hasRemaining();
  }

  /** Begins an act; false if the rest has to wait. */
  private boolean begin(Act act) throws IOException {
    if (act instanceof Act.Send send) {
      out = send.bytes().buffer();
      return true;
    }
    if (act instanceof Act.Drip drip) {
      drip(drip);
      return true;
    }
    if (act instanceof Act.Flood flood) {
      out = flood.bytes().buffer();
      acts.addFirst(flood);
      key.interestOps(SelectionKey.OP_READ | SelectionKey.OP_WRITE);
      return false;
    }
    if (act instanceof Act.Pause pause) {
      front.later(pause.time(), this::goOn);
      return false;
    }
    end((Act.End) act);
    return false;
  }

  private void drip(Act.Drip drip) {
    var all = drip.bytes();
    for (int i = all.length() - 1; i >= 0; i--) {
      acts.addFirst(new Act.Pause(drip.pause()));
      acts.addFirst(new Act.Send(all.at(i)));
    }
  }

  private void end(Act.End end) throws IOException {
    switch (end) {
      case STALL -> {}
      case CLOSE -> closeByServer();
      case RESET -> {
        channel.setOption(StandardSocketOptions.SO_LINGER, 0);
        closeByServer();
      }
      case KEEP_OPEN -> answered();
      case CLOSE_ON_NEXT_REQUEST -> {
        closesOnNextRequest = true;
        answered();
      }
      case RESET_WHEN_WHOLE -> {
        answered();
        channel.setOption(StandardSocketOptions.SO_LINGER, 0);
        closeByServer();
      }
      case CLOSE_WHEN_WHOLE -> {
        answered();
        closeByServer();
      }
    }
  }

  private void answered() {
    var call = playing;
    playing = null;
    if (call != null) {
      call.answered();
    }
    nextCall();
  }

  private void closedByClient() {
    close(ServerCall::clientClosed);
  }

  void closeByServer() {
    close(ServerCall::serverClosed);
  }

  private void close(Consumer<ServerCall> how) {
    if (closed) {
      return;
    }
    closed = true;
    acts.clear();
    waiting.forEach(asked -> how.accept(asked.call()));
    if (reading != null) {
      how.accept(reading);
    }
    if (playing != null) {
      how.accept(playing);
    }
    try {
      channel.close();
    } catch (IOException e) {
      // Closed enough: nobody listens any more.
    }
    front.journal().disconnected();
  }
}
