package dev.modeldispatch.samples.recipes;

import dev.modeldispatch.core.ModelDispatch;
import dev.modeldispatch.core.opencode.OpencodeServer;
import dev.modeldispatch.core.opencode.OpencodeServerOptions;
import dev.modeldispatch.testkit.server.FakeModelServer;
import dev.modeldispatch.testkit.server.FakeOpencodeServer;
import java.nio.file.Path;
import java.util.Map;

/**
 * The session server that the opencode recipes ask. By default it is a fake; if the environment's
 * {@code DISPATCH_OPENCODE} names the program, it is a real one of its own, before fake models.
 */
interface SessionServer extends AutoCloseable {
  /** Connects to the server; its models are of the provider {@code fake}. */
  ModelDispatch connect();

  @Override
  void close();

  /** Opens a server whose models say these texts; what begins like JSON is a structured answer. */
  static SessionServer saying(Map<String, String> answers) {
    String binary = System.getenv("DISPATCH_OPENCODE");
    return binary == null || binary.isEmpty()
        ? new Fake(answers)
        : new Real(Path.of(binary), answers);
  }

  private static boolean isJson(String text) {
    return text.startsWith("{");
  }

  /** A fake, in this process. */
  final class Fake implements SessionServer {
    private final FakeOpencodeServer server = FakeOpencodeServer.start();

    private Fake(Map<String, String> answers) {
      answers.forEach(
          (model, text) -> {
            var script = server.model("fake/" + model);
            var unused = isJson(text) ? script.structured(text) : script.answers(text);
          });
    }

    @Override
    public ModelDispatch connect() {
      return ModelDispatch.builder().opencode(server.baseUri()).build();
    }

    @Override
    public void close() {
      server.close();
    }
  }

  /** The real program, in a process and a home of its own. */
  final class Real implements SessionServer {
    private final FakeModelServer upstream = FakeModelServer.start();
    private final OpencodeServer server;

    private Real(Path binary, Map<String, String> answers) {
      answers.forEach(
          (model, text) -> {
            var script = upstream.model(model);
            var unused =
                isJson(text) ? script.callsTool("StructuredOutput", text) : script.answers(text);
          });
      server =
          OpencodeServer.start(
              OpencodeServerOptions.builder(binary)
                  .provider("fake", upstream.baseUri(), answers.keySet().toArray(String[]::new))
                  .build());
    }

    @Override
    public ModelDispatch connect() {
      return ModelDispatch.builder().opencode(server).build();
    }

    @Override
    public void close() {
      server.close();
      upstream.close();
    }
  }
}
