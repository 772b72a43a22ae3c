package dev.modeldispatch.testkit.oppi;

import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ProtocolException;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;

/**
 * The sockets of a fake oppi server: a thread accepts, one per connection reads and answers, one
 * more writes to each WebSocket. Its monitor guards which sockets there are, and is held for no
 * longer than that; the core's is never asked for while it is held.
 */
final class OppiDoor implements AutoCloseable {
  private static final int BACKLOG = 1024;
  private static final byte[] LOOPBACK = {127, 0, 0, 1};

  private final OppiCore core;
  private final OppiRoutes routes;
  private final Set<Socket> open = new LinkedHashSet<>();
  private final InetSocketAddress address;
  private ServerSocket listening;
  private FutureTask<Boolean> accepting = new FutureTask<>(() -> true);

  OppiDoor(OppiCore core, OppiRoutes routes) throws IOException {
    this.core = core;
    this.routes = routes;
    listening = listen(new InetSocketAddress(InetAddress.getByAddress(LOOPBACK), 0));
    address = (InetSocketAddress) listening.getLocalSocketAddress();
  }

  synchronized void start() {
    var here = listening;
    accepting = new FutureTask<>(() -> accept(here));
    core.threads().execute(accepting);
  }

  int port() {
    return address.getPort();
  }

  synchronized int connections() {
    return open.size();
  }

  /** Refuses connections; those that are open stay. */
  synchronized void refuse() {
    close(listening);
  }

  /** Takes connections again, at the same port. */
  void accept() {
    FutureTask<Boolean> before;
    synchronized (this) {
      if (!listening.isClosed()) {
        return;
      }
      before = accepting;
    }
    try {
      await(before); // the port is not free as long as somebody accepts
      synchronized (this) {
        listening = listen(address);
        start();
      }
    } catch (IOException e) {
      throw new UncheckedIOException("The fake oppi server's port is taken.", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Cuts all connections. */
  void cut() {
    List<Socket> all;
    synchronized (this) {
      all = List.copyOf(open);
    }
    all.forEach(OppiDoor::close);
  }

  @Override
  public void close() {
    refuse();
    cut();
  }

  private static ServerSocket listen(InetSocketAddress where) throws IOException {
    var socket = new ServerSocket();
    socket.setReuseAddress(true);
    socket.bind(where, BACKLOG);
    return socket;
  }

  private boolean accept(ServerSocket here) {
    try {
      while (true) {
        var socket = here.accept();
        synchronized (this) {
          if (here.isClosed()) {
            close(socket);
            return true;
          }
          open.add(socket);
        }
        core.threads().execute(() -> serve(socket));
      }
    } catch (IOException e) {
      if (!here.isClosed()) {
        throw new UncheckedIOException("The fake oppi server cannot accept.", e);
      }
      return true;
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      socket.setTcpNoDelay(true);
      converse(socket);
    } catch (IOException e) {
      // The client hung up, or the connection was cut: nobody is left to be told.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // the server closes
    } finally {
      synchronized (this) {
        open.remove(socket);
      }
      core.change(() -> {}); // wakes those who wait for closed connections
    }
  }

  private void converse(Socket socket) throws IOException, InterruptedException {
    var in = new BufferedInputStream(socket.getInputStream());
    try {
      var request = OppiRequest.read(in);
      while (request.isPresent() && answer(socket, in, request.get())) {
        request = OppiRequest.read(in);
      }
    } catch (ProtocolException e) {
      core.change(() -> core.unmatched().add("no HTTP: " + e.getMessage()));
    }
  }

  /** Answers; false if no further request follows on this connection. */
  private boolean answer(Socket socket, InputStream in, OppiRequest request)
      throws IOException, InterruptedException {
    var call = core.begin(request);
    if (request.parts().equals(List.of("stream")) && WebSocketHandshake.isAsked(request)) {
      return shake(socket, in, request, call);
    }
    var answer = await(core.decide(() -> routes.answer(request)));
    call.answered(answer.status());
    socket.getOutputStream().write(answer.bytes());
    return true;
  }

  private boolean shake(Socket socket, InputStream in, OppiRequest request, OppiCall call)
      throws IOException, InterruptedException {
    var refusal =
        core.read(() -> core.rules().allows(request))
            ? WebSocketHandshake.refusal(request)
            : Optional.of(OppiAnswer.error(401, "Unauthorized"));
    call.answered(refusal.map(OppiAnswer::status).orElse(101));
    if (refusal.isPresent()) {
      socket.getOutputStream().write(refusal.get().bytes("Sec-WebSocket-Version: 13"));
      return true;
    }
    socket.getOutputStream().write(WebSocketHandshake.answer(request));
    stream(socket, in);
    return false;
  }

  private void stream(Socket socket, InputStream in) throws IOException, InterruptedException {
    var stream = new OppiStream(core, socket.getOutputStream(), () -> close(socket));
    core.change(stream::open);
    var writer = new FutureTask<>(() -> write(stream.socket(), socket));
    core.threads().execute(writer);
    try {
      read(in, stream.socket());
    } finally {
      core.change(stream::gone);
      stream.socket().end(WebSocketReader.NORMAL, ""); // ends the writer, if nothing else did
      await(writer);
    }
  }

  /** Reads until the client closes; after a violation, until it hangs up. */
  private void read(InputStream in, WebSocketConnection socket) throws IOException {
    int limit = core.read(() -> core.rules().maxMessage());
    try {
      new WebSocketReader(in, socket, limit).readAll();
    } catch (WebSocketReader.Violation e) {
      core.change(() -> core.unmatched().add("no WebSocket: " + e.reason()));
      socket.end(e.code(), e.reason());
      in.transferTo(OutputStream.nullOutputStream());
    }
  }

  private static boolean write(WebSocketConnection connection, Socket socket) {
    try {
      connection.write();
      socket.shutdownOutput();
      return true;
    } catch (IOException e) {
      close(socket); // the reader sees it, too
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // the server closes
      return false;
    }
  }

  private static <T> T await(Future<T> held) throws InterruptedException {
    try {
      return held.get();
    } catch (ExecutionException e) {
      throw new IllegalStateException("The fake oppi server itself failed.", e);
    }
  }

  private static void close(Closeable socket) {
    try {
      socket.close();
    } catch (IOException e) {
      // Closed enough: nobody listens any more.
    }
  }
}
