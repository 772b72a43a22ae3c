package dev.modeldispatch.samples.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.modeldispatch.testkit.SecretCanary;
import dev.modeldispatch.testkit.server.FakeModelServer;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The program as a client starts it: its two streams, its end, and no key in either. */
@Timeout(60)
class ChildProcessTest {
  private static final SecretCanary CANARY = SecretCanary.of(11);

  @Test
  void stdoutHoldsMessagesAloneAndTheKeyIsNowhere(@TempDir Path folder) throws Exception {
    try (var server = FakeModelServer.start()) {
      server.model("one").answers("First.");
      server.model("echo").failsEchoing(401);
      Files.writeString(folder.resolve("mine.json"), withKey(server));
      Path stderr = folder.resolve("stderr");
      Process process = start(folder, stderr);

      List<String> lines = talk(process);

      assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
      assertThat(process.exitValue()).isZero();
      assertThat(lines).hasSize(3).allSatisfy(ChildProcessTest::isAnswer);
      assertThat(lines.get(2)).contains("batch-dispatch to 2 models", "First.", "auth_rejected");
      assertThat(server.promptCalls("one").get(0).header("authorization"))
          .hasValue("Bearer " + CANARY.key());
      assertThat(Files.readString(stderr)).contains("is no JSON-RPC message");
      CANARY
          .collect("stdout", String.join("\n", lines))
          .collect("stderr", Files.readString(stderr))
          .assertUnseen();
    }
  }

  private static String withKey(FakeModelServer server) throws IOException {
    JsonNode root = Messages.JSON.readTree(Messages.configuration(server.baseUri()));
    root.withObject("/providers/local").put("keyEnv", "CANARY_KEY");
    return root.toString();
  }

  private static Process start(Path folder, Path stderr) throws IOException {
    var command = ChildJvm.arguments("--config", "mine.json");
    command.add(0, ChildJvm.java());
    var builder = new ProcessBuilder(command);
    builder.directory(folder.toFile());
    builder.environment().put("CANARY_KEY", CANARY.key());
    return builder.redirectError(stderr.toFile()).start();
  }

  /** Says all there is to say, closes the input after the last answer, and returns all lines. */
  private static List<String> talk(Process process) throws IOException {
    var lines = new ArrayList<String>();
    try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8)) {
      try (var in = process.outputWriter(StandardCharsets.UTF_8)) {
        in.write(Messages.initialize(0) + "\n" + Messages.INITIALIZED + "\n");
        in.write("no message: " + CANARY.prompt().replace('\n', ' ') + "\n");
        in.write(Messages.unknown(CANARY.prompt()) + "\n");
        in.write(Messages.request(1, "ping") + "\n");
        in.write(Messages.batch(2, "Compare", List.of("one", "echo")) + "\n");
        in.flush();
        for (int answer = 0; answer < 3; answer++) {
          lines.add(String.valueOf(out.readLine()));
        }
      }
      out.lines().forEach(lines::add);
    }
    return lines;
  }

  private static void isAnswer(String line) throws IOException {
    JsonNode message = Messages.JSON.readTree(line);
    assertThat(message.path("jsonrpc").asText()).isEqualTo("2.0");
    assertThat(message.has("result")).isTrue();
  }
}
