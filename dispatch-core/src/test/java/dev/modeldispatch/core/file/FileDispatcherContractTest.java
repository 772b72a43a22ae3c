package dev.modeldispatch.core.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.modeldispatch.Dispatcher;
import dev.modeldispatch.FailureKind;
import dev.modeldispatch.ModelTarget;
import dev.modeldispatch.testkit.ScriptedDispatcher;
import dev.modeldispatch.testkit.VirtualTime;
import dev.modeldispatch.testkit.contract.DispatcherContract;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** Asks by files, answered by a responder with a script, on the real time. */
class FileDispatcherContractTest extends DispatcherContract {
  private static final Duration QUICK = Duration.ofMillis(5);

  @TempDir Path folder;
  private final ScriptedDispatcher script = new ScriptedDispatcher(new VirtualTime());
  private boolean hangs;
  private FileDispatcher files;
  private FileResponder responder;

  @BeforeEach
  void open() {
    files = FileDispatcher.builder(folder).pollInterval(QUICK).open();
    responder =
        FileResponder.builder(folder).asks(script, "script/any").pollInterval(QUICK).start();
  }

  @AfterEach
  void close() {
    responder.close();
    files.close();
  }

  @Override
  protected Dispatcher dispatcher() {
    return files;
  }

  @Override
  protected ModelTarget answering(String text) {
    script.target("script/any").answers(text).times(1).then();
    return ModelTarget.of("file", "answering");
  }

  @Override
  protected ModelTarget failing() {
    script.target("script/any").fails(FailureKind.AUTH_REJECTED).times(1).then();
    return ModelTarget.of("file", "failing");
  }

  @Override
  protected ModelTarget hanging() {
    if (!hangs) {
      hangs = true;
      script.target("script/any").hangs();
    }
    return ModelTarget.of("file", "hanging");
  }

  @Override
  protected void awaitWorking(int dispatches) throws InterruptedException {
    script.awaitRunning(dispatches, patience());
  }

  /** No signal waits, and the responder has stopped. */
  @Override
  protected void awaitIdle() throws InterruptedException {
    await().atMost(patience()).untilAsserted(() -> assertThat(waiting()).isZero());
    script.awaitRunning(0, patience());
  }

  private long waiting() throws IOException {
    try (Stream<Path> signals = Files.walk(folder, 2)) {
      return signals
          .filter(file -> file.endsWith("signal.json"))
          .filter(FileDispatcherContractTest::isWaiting)
          .count();
    }
  }

  private static boolean isWaiting(Path signal) {
    try {
      return Files.readString(signal).contains("\"waiting\"");
    } catch (IOException e) {
      return true;
    }
  }
}
