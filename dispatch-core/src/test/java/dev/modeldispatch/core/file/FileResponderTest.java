package dev.modeldispatch.core.file;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.modeldispatch.DispatchListener;
import dev.modeldispatch.Dispatcher;
import dev.modeldispatch.Failed;
import dev.modeldispatch.FailureKind;
import dev.modeldispatch.ModelResult;
import dev.modeldispatch.ModelTarget;
import dev.modeldispatch.testkit.ScriptedDispatcher;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileResponderTest {
  @TempDir Path folder;
  private Rig rig;
  private ScriptedDispatcher models;

  @BeforeEach
  void open() {
    rig = new Rig(folder);
    models = new ScriptedDispatcher(rig.time);
  }

  @AfterEach
  void close() {
    rig.close();
  }

  private FileResponder start() {
    return builder().start();
  }

  private FileResponderBuilder builder() {
    return FileResponder.builder(folder)
        .asks(models, "script/m")
        .time(rig.time, rig.time)
        .onCallingThread();
  }

  @Test
  void objectsAndListsGoAsJsonAndAllElseAsText() {
    try (var responder = start()) {
      models.target("script/m").answers("```json\n{\"a\":1}\n```").then().answers("42");

      var object = rig.ask("C1");
      rig.look(2);
      var text = rig.ask("C2");
      rig.look(2);

      assertThat(object.join().orElseThrow().text()).isEqualTo("{\"a\":1}");
      assertThat(text.join().orElseThrow().text()).isEqualTo("\"42\"");
      assertThat(responder.answered()).isEqualTo(2);
    }
    assertThat(models.calls())
        .extracting(call -> call.prompt().text() + call.prompt().labels())
        .contains("Why does C1 fail?{case=C1, step=F1_TRIAGE}");
  }

  @Test
  void aFailureKeepsItsKind() {
    try (var responder = start()) {
      models.target("script/m").fails(FailureKind.QUOTA_EXHAUSTED);
      var future = rig.ask("C1");

      rig.look(2);

      assertThat(((Failed) future.join()).failure().kind()).isEqualTo(FailureKind.QUOTA_EXHAUSTED);
      assertThat(responder.answered()).isZero();
    }
  }

  @Test
  void aSignalThatIsCalledOffEndsTheWork() {
    try (var responder = start()) {
      models.target("script/m").hangs();
      var future = rig.ask("C1");
      rig.look();
      assertThat(models.running()).isEqualTo(1);

      future.cancel(true);
      rig.look();

      assertThat(models.running()).isZero();
      assertThat(responder.answered()).isZero();
    }
  }

  @Test
  void ofManyRespondersEachSignalIsAnsweredByOne() {
    models.target("script/m").after(Duration.ofSeconds(1)).answers("well");
    try (var one = builder().parallel(100).start();
        var two = builder().parallel(100).start();
        var three = builder().parallel(100).start()) {
      for (int i = 0; i < 30; i++) {
        Rig.ignore(rig.ask("C" + i));
      }
      rig.look(4);

      assertThat(one.answered() + two.answered() + three.answered()).isEqualTo(30);
    }
    assertThat(models.calls()).hasSize(30);
  }

  @Test
  void itWorksOnAFewAtOnce() {
    models.target("script/m").after(Duration.ofSeconds(1)).answers("well");
    try (var responder = builder().parallel(2).start()) {
      for (int i = 0; i < 6; i++) {
        Rig.ignore(rig.ask("C" + i));
      }
      rig.look(20);

      assertThat(responder.answered()).isEqualTo(6);
    }
    assertThat(models.mostRunning()).isEqualTo(2);
  }

  @Test
  void closingLeavesTheSignalToOthers() {
    models.target("script/m").hangs().times(1).then().answers("well");
    var first = start();
    var future = rig.ask("C1");
    rig.look();

    first.close();
    try (var second = start()) {
      rig.look(2);

      assertThat(second.answered()).isEqualTo(1);
    }
    assertThat(future.join().isAnswered()).isTrue();
  }

  @Test
  void anAnswerThatNobodyWaitsForAnyMoreIsNotWritten() {
    var answer = new CompletableFuture<ModelResult>();
    Dispatcher slow = (target, prompt, listener) -> answer;
    try (var responder = builder().asks(slow, "slow/m").start()) {
      Rig.ignore(rig.ask("C1"));
      rig.look();
      rig.signalError("C1", "cancelled");

      answer.complete(ModelResult.builder(ModelTarget.parse("slow/m")).answered("late"));

      assertThat(responder.answered()).isZero();
    }
    assertThat(rig.exists("C1/triage-result.json")).isFalse();
    assertThat(rig.signal("C1").path("error").asText()).isEqualTo("cancelled");
  }

  @Test
  void whatAResponderOfTheSameNameHadClaimedBeforeItDiedIsGoneOnWith() throws Exception {
    models.target("script/m").answers("well");
    var future = rig.ask("C1");
    Process gone = new ProcessBuilder("true").start();
    gone.waitFor();
    Files.writeString(Claim.path(folder.resolve("C1"), 1), "alice\n" + gone.pid() + "\n");

    try (var bob = builder().name("bob").start()) {
      rig.look(3);
      assertThat(bob.answered()).isZero();
    }
    try (var alice = builder().name("alice").start()) {
      rig.look(3);
      assertThat(alice.answered()).isEqualTo(1);
    }
    assertThat(future.join().isAnswered()).isTrue();
  }

  @Test
  void signalsThatPointOutsideAreErrors(@TempDir Path outside) throws Exception {
    models.target("script/m").answers("well");
    Path secret = Files.writeString(outside.resolve("secret"), "key");
    forge("C1", secret, folder.resolve("C1/a.json"));
    rig.write("C2/p.md", "Why?");
    forge("C2", folder.resolve("C2/p.md"), outside.resolve("a.json"));
    rig.write("C3/p.md", "Why?");
    forge("C3", folder.resolve("C3/p.md"), folder.resolve("C2/a.json"));

    try (var responder = start()) {
      rig.look(2);

      assertThat(responder.answered()).isZero();
    }
    assertThat(rig.signal("C1").path("error").asText()).contains("is not inside");
    assertThat(models.calls()).extracting(call -> call.prompt().text()).doesNotContain("key");
    assertThat(outside.resolve("a.json")).doesNotExist();
    assertThat(folder.resolve("C2/a.json")).doesNotExist();
  }

  private void forge(String id, Path prompt, Path artifact) throws Exception {
    Files.createDirectories(folder.resolve(id));
    var signal =
        new Signal(
            Signal.Status.WAITING,
            5,
            id,
            "s",
            prompt,
            artifact,
            rig.time.instant(),
            Optional.empty());
    Files.write(folder.resolve(id).resolve("signal.json"), signal.json());
  }

  @Test
  void aPersonTypesTheAnswer() {
    var out = new ByteArrayOutputStream();
    var in = new ByteArrayInputStream("it is\nflaky\n.\n".getBytes(UTF_8));
    var builder =
        FileResponder.builder(folder)
            .asksPerson(in, new PrintStream(out, true, UTF_8))
            .time(rig.time, rig.time)
            .onCallingThread();
    try (var responder = builder.start()) {
      var future = rig.ask("C1");
      rig.look();
      await().until(() -> responder.answered() == 1);
      rig.look();
      rig.write("C2/evil.md", "Why?\u001b[2J");
      var evil = FileCase.of("C2", "F1_TRIAGE", Path.of("C2", "evil.md"));
      var second = rig.files().askAsync(evil, DispatchListener.none());
      rig.look();
      await().until(() -> rig.status("C2").equals("error"));
      rig.look();

      assertThat(future.join().orElseThrow().text()).isEqualTo("\"it is\\nflaky\"");
      assertThat(((Failed) second.join()).failure().kind()).isEqualTo(FailureKind.EMPTY_ANSWER);
    }
    assertThat(out.toString(UTF_8)).contains("--- case C1, step F1_TRIAGE", "Why does C1 fail?");
    assertThat(out.toString(UTF_8)).contains("Why?\\u001b[2J").doesNotContain("\u001b");
  }

  @Test
  void badSettingsAreNamed() {
    assertThatThrownBy(() -> FileResponder.builder(folder).parallel(0).name("../x").start())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll("asks(..)", "parallel 0", "is not an id");
  }
}
