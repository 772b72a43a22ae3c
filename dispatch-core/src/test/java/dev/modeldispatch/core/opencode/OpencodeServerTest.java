package dev.modeldispatch.core.opencode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.awaitility.Awaitility.await;

import dev.modeldispatch.ApiKey;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A private server from programs that are none, or are just enough of one. */
class OpencodeServerTest {
  @TempDir Path folder;

  @AfterEach
  void noThreadIsLeft() {
    await()
        .untilAsserted(
            () ->
                assertThat(Thread.getAllStackTraces().keySet())
                    .extracting(Thread::getName)
                    .noneMatch(name -> name.startsWith("dispatch-opencode-")));
  }

  private OpencodeServerOptions.Builder options(Path binary) {
    return OpencodeServerOptions.builder(binary).startLimit(Duration.ofSeconds(20));
  }

  private List<Long> pids() throws IOException {
    return Files.readAllLines(folder.resolve("pids")).stream().map(Long::valueOf).toList();
  }

  private static boolean isAlive(long pid) {
    return ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false);
  }

  private static List<Path> homes() throws IOException {
    try (Stream<Path> all = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
      return all.filter(p -> p.getFileName().toString().startsWith("dispatch-opencode-")).toList();
    }
  }

  @Test
  void missingBinaryIsNamed() {
    var options = options(folder.resolve("nowhere")).build();

    assertThatIllegalArgumentException()
        .isThrownBy(() -> OpencodeServer.start(options))
        .withMessageContaining(folder + "/nowhere' does not exist; give the opencode program");
  }

  @Test
  void folderIsNoBinary() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> OpencodeServer.start(options(folder).build()))
        .withMessageContaining("is a folder");
  }

  @Test
  void fileThatIsNotExecutableIsNamed() {
    Path file = FakeBinary.file(folder, "rw-------", "x");

    assertThatIllegalArgumentException()
        .isThrownBy(() -> OpencodeServer.start(options(file).build()))
        .withMessageContaining("is not executable; run chmod +x");
  }

  @Test
  void fileThatIsNoProgramIsNamed() {
    Path file = FakeBinary.file(folder, "rwx------", "\0\0\0");

    assertThatIllegalStateException()
        .isThrownBy(() -> OpencodeServer.start(options(file).build()))
        .withMessageContaining(file.toString());
  }

  @Test
  void programThatEndsAtOnceIsToldWithItsLastWordsButNoSecret() {
    Path program =
        FakeBinary.script(
            folder, "echo no such command: $1, $OPENCODE_CONFIG_CONTENT >&2", "exit 3");
    var options =
        options(program)
            .provider(
                "fake", URI.create("http://127.0.0.1:1/v1"), ApiKey.of("canary-secret-1"), "ok")
            .config("{\"mcp\":{\"x\":{\"environment\":{\"API_TOKEN\":\"canary-secret-2\"}}}}")
            .build();

    assertThatIllegalStateException()
        .isThrownBy(() -> OpencodeServer.start(options))
        .withMessageContaining(program.toString())
        .withMessageContaining("code 3")
        .satisfies(e -> assertThat(e.getMessage()).doesNotContain("canary").hasSizeLessThan(700));
  }

  @Test
  void programThatPrintsGarbageIsEndedAtTheStartLimit() throws IOException {
    Path program =
        FakeBinary.script(folder, "echo $$ > " + folder + "/pids", "echo what is this", "sleep 60");
    var options = options(program).startLimit(Duration.ofMillis(700)).build();

    assertThatIllegalStateException()
        .isThrownBy(() -> OpencodeServer.start(options))
        .withMessageContaining("has not said where it listens after 700 ms")
        .withMessageContaining("what is this");
    assertThat(pids()).noneMatch(OpencodeServerTest::isAlive);
  }

  @Test
  void endlessOutputIsDrainedAndBounded() {
    Path program = FakeBinary.script(folder, "head -c 30000000 /dev/zero | tr '\\0' 'x'", "exit 1");

    assertThatIllegalStateException()
        .isThrownBy(() -> OpencodeServer.start(options(program).build()))
        .withMessageContaining("(a long line)");
  }

  @Test
  void programThatListensButDoesNotAnswerIsEnded() {
    Path program =
        FakeBinary.script(folder, "echo listening on http://127.0.0.1:1", "exec sleep 60");
    var options = options(program).startLimit(Duration.ofMillis(700)).build();

    assertThatIllegalStateException()
        .isThrownBy(() -> OpencodeServer.start(options))
        .withMessageContaining("reports no health");
  }

  @Test
  void closeEndsTheProcessAndRemovesItsHome() throws IOException {
    List<Path> before = homes();
    var server = OpencodeServer.start(options(FakeBinary.server(folder)).build());
    assertThat(homes()).hasSize(before.size() + 1);
    assertThat(server.options().uri()).isEqualTo(server.uri());

    server.close();
    server.close();

    assertThat(pids()).hasSize(1).noneMatch(OpencodeServerTest::isAlive);
    assertThat(homes()).hasSameSizeAs(before);
  }

  @Test
  void serverSeesItsOwnHomeAndNothingOfTheUsersEnvironment() throws IOException {
    try (var server = OpencodeServer.start(options(FakeBinary.server(folder)).build())) {
      List<String> env = Files.readAllLines(folder.resolve("env"));

      assertThat(env)
          .noneMatch(line -> line.startsWith("USER=") || line.startsWith("JAVA_HOME="))
          .contains("OPENCODE_CLIENT=serve", "OPENCODE_DISABLE_DEFAULT_PLUGINS=1")
          .anyMatch(line -> line.startsWith("HOME=") && line.contains("dispatch-opencode-"));
      assertThat(server.toString()).doesNotContain("@");
    }
  }

  @Test
  void passedVariablesArriveByNameOnly() throws IOException {
    String name =
        System.getenv().keySet().stream()
            .filter(n -> n.matches("[A-Z_]+") && !n.equals("PATH") && !n.equals("HOME"))
            .findFirst()
            .orElse("LANG");
    var options = options(FakeBinary.server(folder)).passEnv(name, "NOT_SET_ANYWHERE").build();
    try (var server = OpencodeServer.start(options)) {
      assertThat(Files.readString(folder.resolve("env")).contains("\n" + name + "="))
          .isEqualTo(System.getenv(name) != null);
      assertThat(server.restarts()).isZero();
    }
  }

  @Test
  void serverThatDiesIsStartedAgainAtTheSamePort() throws IOException {
    try (var server = OpencodeServer.start(options(FakeBinary.server(folder)).build())) {
      URI before = server.uri();

      ProcessHandle.of(pids().get(0)).orElseThrow().destroyForcibly();

      await().atMost(Duration.ofSeconds(20)).until(() -> pids().size() == 2);
      await().atMost(Duration.ofSeconds(20)).until(() -> server.restarts() == 1);
      assertThat(server.uri()).isEqualTo(before);
    }
    assertThat(pids()).noneMatch(OpencodeServerTest::isAlive);
  }

  @Test
  void serverThatFreezesIsStartedAgain() throws Exception {
    var options = options(FakeBinary.server(folder)).silenceLimit(Duration.ofMillis(500)).build();
    try (var server = OpencodeServer.start(options)) {
      new ProcessBuilder("kill", "-STOP", pids().get(0).toString()).start().waitFor();

      await().atMost(Duration.ofSeconds(30)).until(() -> pids().size() == 2);
      assertThat(isAlive(pids().get(0))).isFalse();
      await().atMost(Duration.ofSeconds(20)).until(() -> server.restarts() == 1);
    }
  }

  @Test
  void serverThatKeepsDyingStaysDownAfterItsRestarts() throws IOException {
    Path program = FakeBinary.server(folder);
    try (var server = OpencodeServer.start(options(program).maxRestarts(2).build())) {
      FakeBinary.script(folder, "echo $$ >> " + folder + "/pids", "exit 1");

      ProcessHandle.of(pids().get(0)).orElseThrow().destroyForcibly();

      await().atMost(Duration.ofSeconds(20)).until(() -> pids().size() == 3);
      await()
          .until(
              () ->
                  Thread.getAllStackTraces().keySet().stream()
                      .noneMatch(t -> t.getName().equals("dispatch-opencode-watch")));
      assertThat(server.restarts()).isEqualTo(2);
    }
  }

  @Test
  void everyProblemOfTheOptionsIsNamedAtOnce() {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                options(folder)
                    .config("[]")
                    .passEnv("A B")
                    .maxRestarts(-1)
                    .startLimit(Duration.ZERO)
                    .provider("a/b", URI.create("ftp://x"))
                    .build())
        .withMessageContaining("problems")
        .withMessageContaining("config must be a JSON object")
        .withMessageContaining("'A B'")
        .withMessageContaining("maxRestarts -1");
  }
}
