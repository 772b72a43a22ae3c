package dev.modeldispatch.core.opencode;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.modeldispatch.core.internal.Json;
import dev.modeldispatch.core.internal.JsonTrouble;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A model server of few words for a session server to call: streams, one thread a connection, and
 * counts the prompts that are not answered yet. What a model does is its name in {@link Play}.
 */
final class Upstream implements AutoCloseable {
  private final ServerSocket socket;
  private final Map<String, Play> plays = new ConcurrentHashMap<>();
  private final Map<String, AtomicInteger> prompts = new ConcurrentHashMap<>();
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private final AtomicInteger running = new AtomicInteger();

  /** What a model does with a prompt; the number counts its prompts from 1. */
  interface Play {
    void play(Stage stage, JsonNode request, int number) throws IOException;
  }

  private Upstream(ServerSocket socket) {
    this.socket = socket;
  }

  static Upstream start() {
    try {
      var upstream = new Upstream(new ServerSocket(0, 100, InetAddress.getLoopbackAddress()));
      daemon(upstream::accept);
      return upstream;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Upstream model(String name, Play play) {
    plays.put(name, play);
    return this;
  }

  URI uri() {
    return URI.create("http://127.0.0.1:" + socket.getLocalPort() + "/v1");
  }

  String[] models() {
    return plays.keySet().toArray(String[]::new);
  }

  /** {@return how many prompts are being answered} */
  int running() {
    return running.get();
  }

  private static void daemon(Runnable task) {
    var thread = new Thread(task, "upstream");
    thread.setDaemon(true);
    thread.start();
  }

  private void accept() {
    try {
      while (true) {
        Socket client = socket.accept();
        client.setTcpNoDelay(true);
        open.add(client);
        daemon(() -> serve(client));
      }
    } catch (IOException e) {
      // closed
    }
  }

  private void serve(Socket client) {
    try (client) {
      var in = new BufferedInputStream(client.getInputStream());
      for (byte[] body = request(in); body.length > 0; body = request(in)) {
        JsonNode request = Json.parse(body);
        String model = request.path("model").asText();
        int number = prompts.computeIfAbsent(model, m -> new AtomicInteger()).incrementAndGet();
        Play play = plays.getOrDefault(model, (stage, r, n) -> stage.awaitHangUp());
        running.incrementAndGet();
        try {
          play.play(new Stage(client.getOutputStream(), in), request, number);
        } finally {
          running.decrementAndGet();
        }
      }
    } catch (IOException | JsonTrouble e) {
      // the client is gone
    } finally {
      open.remove(client);
    }
  }

  private static byte[] request(InputStream in) throws IOException {
    var head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      int c = in.read();
      if (c < 0) {
        return new byte[0];
      }
      head.append((char) c);
    }
    String length =
        head.toString()
            .lines()
            .filter(l -> l.toLowerCase(Locale.ROOT).startsWith("content-length:"))
            .map(l -> l.substring(15).strip())
            .findFirst()
            .orElse("0");
    return in.readNBytes(Integer.parseInt(length));
  }

  @Override
  public void close() {
    try {
      socket.close();
      for (Socket client : open) {
        client.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** One answer. */
  static final class Stage {
    private static final List<String> HEAD =
        List.of(
            "HTTP/1.1 200 OK",
            "Content-Type: text/event-stream",
            "Transfer-Encoding: chunked",
            "",
            "");

    private final OutputStream out;
    private final InputStream in;

    Stage(OutputStream out, InputStream in) {
      this.out = out;
      this.in = in;
    }

    /** A whole stream: these pieces, a finish reason, the usage, the end mark. */
    void answer(String... pieces) throws IOException {
      begin();
      for (String piece : pieces) {
        say(piece);
      }
      finish("stop");
      end();
    }

    void begin() throws IOException {
      write(String.join("\r\n", HEAD));
    }

    void say(String piece) throws IOException {
      ObjectNode chunk = chunk();
      ObjectNode choice = chunk.putArray("choices").addObject().put("index", 0);
      choice.putObject("delta").put("role", "assistant").put("content", piece);
      choice.putNull("finish_reason");
      event(chunk);
    }

    void finish(String reason) throws IOException {
      ObjectNode chunk = chunk();
      ObjectNode choice = chunk.putArray("choices").addObject().put("index", 0);
      choice.putObject("delta");
      choice.put("finish_reason", reason);
      event(chunk);
      ObjectNode usage = chunk();
      usage.putArray("choices");
      usage
          .putObject("usage")
          .put("prompt_tokens", 10)
          .put("completion_tokens", 3)
          .put("total_tokens", 13);
      event(usage);
    }

    void end() throws IOException {
      chunk("data: [DONE]\n\n");
      write("0\r\n\r\n");
    }

    /** Says nothing more until the client hangs up. */
    void awaitHangUp() throws IOException {
      while (in.read() >= 0) {
        // nothing is expected
      }
      throw new IOException("hung up");
    }

    private static ObjectNode chunk() {
      return Json.object()
          .put("id", "x")
          .put("object", "chat.completion.chunk")
          .put("created", 1)
          .put("model", "m");
    }

    private void event(ObjectNode chunk) throws IOException {
      chunk("data: " + new String(Json.bytes(chunk), StandardCharsets.UTF_8) + "\n\n");
    }

    private void chunk(String text) throws IOException {
      byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
      write(Integer.toHexString(bytes.length) + "\r\n" + text + "\r\n");
    }

    private void write(String text) throws IOException {
      out.write(text.getBytes(StandardCharsets.UTF_8));
      out.flush();
    }
  }
}
