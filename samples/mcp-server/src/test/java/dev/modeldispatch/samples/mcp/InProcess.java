package dev.modeldispatch.samples.mcp;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.channels.Channels;
import java.nio.channels.Pipe;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The program on a thread of this JVM, with its client's ends of the two streams. */
final class InProcess implements AutoCloseable {
  private final Pipe in = Pipe.open();
  private final Pipe out = Pipe.open();
  private final OutputStream toServer = Channels.newOutputStream(in.sink());
  private final BufferedReader fromServer =
      new BufferedReader(
          new InputStreamReader(Channels.newInputStream(out.source()), StandardCharsets.UTF_8));
  private final FutureTask<Integer> exit;

  InProcess(Path folder, String configuration) throws IOException {
    Files.writeString(folder.resolve(ConfigurationFile.STANDARD), configuration);
    var program =
        new McpDispatch(
            Channels.newInputStream(in.source()),
            new PrintStream(Channels.newOutputStream(out.sink()), false, StandardCharsets.UTF_8),
            new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8),
            folder,
            Map.of());
    exit = new FutureTask<>(program::run);
    new Thread(exit, "mcp-server-under-test").start();
  }

  /** Says hello as a client has to. */
  InProcess greeted() throws IOException {
    say(Messages.initialize(0));
    next();
    say(Messages.INITIALIZED);
    return this;
  }

  void say(Object line) throws IOException {
    toServer.write((line + "\n").getBytes(StandardCharsets.UTF_8));
    toServer.flush();
  }

  /** Waits for the next message; the surefire time limit is for a server that is silent. */
  JsonNode next() throws IOException {
    String line = fromServer.readLine();
    if (line == null) {
      throw new AssertionError("the server closed its output");
    }
    return Messages.JSON.readTree(line);
  }

  /** Closes the input and returns what the program ends with. */
  int end() throws IOException, InterruptedException, ExecutionException, TimeoutException {
    toServer.close();
    return exit.get(10, TimeUnit.SECONDS);
  }

  /** Ends it, so that it leaves nothing to the next test. */
  @Override
  public void close() throws IOException {
    try {
      end();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | TimeoutException e) {
      throw new AssertionError("the program does not end with its input", e);
    }
    fromServer.close();
    out.sink().close();
  }
}
