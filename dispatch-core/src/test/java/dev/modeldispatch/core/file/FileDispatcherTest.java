package dev.modeldispatch.core.file;

import static org.assertj.core.api.Assertions.assertThat;

import dev.modeldispatch.Answered;
import dev.modeldispatch.Attempt;
import dev.modeldispatch.Cancelled;
import dev.modeldispatch.DispatchEvent;
import dev.modeldispatch.Failed;
import dev.modeldispatch.FailureKind;
import dev.modeldispatch.ModelResult;
import dev.modeldispatch.ModelTarget;
import dev.modeldispatch.Prompt;
import dev.modeldispatch.Session;
import dev.modeldispatch.TimedOut;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FileDispatcherTest {
  private static final ModelTarget AGENT = ModelTarget.parse("file/agent");

  @TempDir Path folder;
  private Rig rig;

  @BeforeEach
  void open() {
    rig = new Rig(folder);
  }

  @AfterEach
  void close() {
    rig.close();
  }

  private static Failed failed(ModelResult result) {
    assertThat(result).isInstanceOf(Failed.class);
    return (Failed) result;
  }

  @Test
  void anAnswerGoesFromWaitingOverProcessingToDone() {
    var future = rig.ask("C1");
    assertThat(rig.status("C1")).isEqualTo("waiting");
    assertThat(rig.dispatchId("C1")).isEqualTo(1);
    rig.answer("C1", "{\"verdict\": \"flaky\", \"score\": 0.10}");

    rig.look();

    assertThat(Rig.now(future).orElseThrow().text())
        .isEqualTo("{\"verdict\":\"flaky\",\"score\":0.1}");
    assertThat(rig.status("C1")).isEqualTo("processing");
    rig.files().markDone("C1");
    assertThat(rig.status("C1")).isEqualTo("done");
  }

  @Test
  void nothingIsMarkedThroughALink(@TempDir Path other) throws Exception {
    var future = rig.ask("C1");
    rig.answer("C1", "1");
    rig.look();
    assertThat(future).isDone();
    Path signal = Files.copy(folder.resolve("C1/signal.json"), other.resolve("signal.json"));
    Files.createSymbolicLink(folder.resolve("C2"), other);

    rig.files().markDone("C2");

    assertThat(signal).content().contains("processing");
  }

  @Test
  void labelsSayWhereAPromptGoes() {
    var prompt =
        Prompt.builder("Why?")
            .system("Be brief.")
            .label("case", "C7")
            .label("step", "F0_RECALL")
            .build();
    var future = rig.files().dispatchAsync(AGENT, prompt);

    assertThat(rig.text("C7/prompt.md")).isEqualTo("Be brief.\n\nWhy?");
    assertThat(rig.signal("C7").path("artifact_path").asText())
        .isEqualTo(rig.files().folder().resolve("C7/recall-result.json").toString());
    rig.write("C7/recall-result.json", "{\"dispatch_id\":1,\"data\":\"because\"}");
    rig.look();

    Answered answer = Rig.now(future).orElseThrow();
    assertThat(answer.text()).isEqualTo("because");
    assertThat(answer.attempts()).extracting(Attempt::sent).containsExactly(Attempt.Sent.YES);
    assertThat(answer.elapsed()).isEqualTo(Rig.POLL);
  }

  @Test
  void anArtifactCanBeNamed() {
    var prompt = Prompt.builder("Why?").label("case", "C7").label("artifact", "out/mine.json");
    var future = rig.files().dispatchAsync(AGENT, prompt.build());
    rig.write("C7/out/mine.json", "{\"dispatch_id\":1,\"data\":[1,2]}");

    rig.look();

    assertThat(Rig.now(future).orElseThrow().text()).isEqualTo("[1,2]");
  }

  @Test
  void promptsWithoutACaseHaveOneEach() {
    Rig.ignore(rig.files().dispatchAsync(AGENT, Prompt.of("one")));
    Rig.ignore(rig.files().dispatchAsync(AGENT, Prompt.of("two")));

    assertThat(rig.text("ask-1/prompt.md")).isEqualTo("one");
    assertThat(rig.text("ask-2/prompt.md")).isEqualTo("two");
  }

  @Test
  void jsonNullIsAnAnswerAndNoDataIsNone() {
    var nothing = rig.ask("C1");
    rig.answer("C1", "null");
    var missing = rig.ask("C2");
    rig.write("C2/triage-result.json", "{\"dispatch_id\": 2}");

    rig.look();

    assertThat(Rig.now(nothing).orElseThrow().text()).isEqualTo("null");
    var failure = failed(Rig.now(missing)).failure();
    assertThat(failure.kind()).isEqualTo(FailureKind.MALFORMED_RESPONSE);
    assertThat(failure.message()).contains("no data");
  }

  @Test
  void fencesAreTakenOff() {
    var future = rig.ask("C1");
    rig.write("C1/triage-result.json", "```json\n{\"dispatch_id\":1,\"data\":1}\n```\n");

    rig.look();

    assertThat(Rig.now(future).orElseThrow().text()).isEqualTo("1");
  }

  @Test
  void whatWasThereBeforeIsNoAnswer() {
    rig.write("C1/triage-result.json", "{\"dispatch_id\":1,\"data\":\"old\"}");

    var future = rig.ask("C1");
    rig.look(3);

    assertThat(future).isNotDone();
    assertThat(rig.exists("C1/triage-result.json")).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"dispatch_id\":99,\"data\":1}",
        "{\"data\":1}",
        "{\"dispatch_id\":\"1\",\"data\":1}",
        "{\"dispatch_id\":1,\"dispatch_id\":1,\"data\":1}",
        "{\"dispatch_id\":1,\"da",
        "",
        "[]"
      })
  void whatIsNoAnswerYetFailsAboveTheTolerance(String text) {
    var future = rig.ask("C1");
    rig.write("C1/triage-result.json", text);

    rig.look(10);
    assertThat(future).isNotDone();
    rig.look();

    var failure = failed(Rig.now(future)).failure();
    assertThat(failure.kind()).isEqualTo(FailureKind.MALFORMED_RESPONSE);
    assertThat(failure.evidence()).isEqualTo("artifact unfit in 11 looks");
    assertThat(rig.status("C1")).isEqualTo("error");
  }

  @Test
  void halfWrittenIsWaitedFor() {
    var future = rig.ask("C1");
    rig.write("C1/triage-result.json", "{\"dispatch_id\":1,\"da");
    rig.look(9);

    rig.answer("C1", "\"whole\"");
    rig.look();

    assertThat(Rig.now(future).orElseThrow().text()).isEqualTo("\"whole\"");
  }

  @Test
  void theRespondersErrorEndsTheAskAtOnce() {
    var future = rig.ask("C1");
    rig.look();
    rig.signalError("C1", "the log is gone");

    rig.look();

    var failure = failed(Rig.now(future)).failure();
    assertThat(failure.kind()).isEqualTo(FailureKind.SERVER_ERROR);
    assertThat(failure.detail()).contains("the log is gone");
    assertThat(rig.signal("C1").path("error").asText()).isEqualTo("the log is gone");
  }

  @Test
  void anErrorOfAnotherDispatchIsNotThisOnes() {
    var future = rig.ask("C1");
    rig.write("C1/signal.json", rig.text("C1/signal.json").replace("_id\":1", "_id\":7"));
    rig.signalError("C1", "the one before failed");

    rig.look();

    assertThat(future).isNotDone();
    rig.write("C1/triage-result.json", "{\"dispatch_id\": 1, \"data\": 1}");
    rig.look();
    assertThat(Rig.now(future).isAnswered()).isTrue();
  }

  @Test
  void anAskEndsOnceHoweverManyEndIt() throws Exception {
    List<ModelResult> told = new ArrayList<>();
    var desk = rig.files().desk();
    var ask =
        new FileAsk(
            desk,
            Post.of(desk, rig.newCase("C1")),
            AGENT,
            Prompt.of("x"),
            FileAsk.Form.TEXT,
            event -> {
              if (event instanceof DispatchEvent.Settled settled) {
                told.add(settled.result());
              }
            });

    ask.future().cancel(true);
    ask.close();

    assertThat(told).hasSize(1).hasOnlyElementsOfType(Cancelled.class);
    assertThat(ask.outcome()).contains(told.get(0));
  }

  @Test
  void anExecutorThatRefusesLosesNoResult(@TempDir Path other) throws Exception {
    Executor refusing =
        task -> {
          throw new RejectedExecutionException("full");
        };
    try (var files = FileDispatcher.builder(other).callbacks(refusing).open()) {
      var prompt = Prompt.builder("Why?").timeout(Duration.ofMillis(30)).build();

      assertThat(files.dispatchAsync(AGENT, prompt).get(10, TimeUnit.SECONDS))
          .isInstanceOf(TimedOut.class);
    }
  }

  @Test
  void aNewAskTakesTheClaimOfTheOneBeforeAway() throws Exception {
    var future = rig.ask("C1");
    Claim.take(folder.resolve("C1"), 1, "somebody");
    rig.signalError("C1", "no");
    rig.look();
    assertThat(future).isDone();

    Rig.ignore(rig.ask("C1"));

    assertThat(rig.all()).noneMatch(name -> name.contains(".claim"));
  }

  @Test
  void whatIsCancelledWhileItIsWrittenDoesNotGoOnWaiting(@TempDir Path other) {
    try (var files = FileDispatcher.builder(other).open()) {
      for (int i = 0; i < 60; i++) {
        Prompt prompt = Prompt.builder("Why?").label("case", "C" + i).build();
        var future = files.dispatchAsync(AGENT, prompt);
        for (int spin = 0; spin < i * 200; spin++) {
          Thread.onSpinWait();
        }
        future.cancel(true);
      }
    }

    for (int i = 0; i < 60; i++) {
      Path signal = other.resolve("C" + i).resolve("signal.json");
      if (Files.exists(signal)) {
        assertThat(signal).content().contains("cancelled");
      }
    }
  }

  @Test
  void aFailuresKindComesThroughTheSignal() {
    var future = rig.ask("C1");
    rig.signalError("C1", "rate_limited: too many.");

    rig.look();

    assertThat(failed(Rig.now(future)).failure().kind()).isEqualTo(FailureKind.RATE_LIMITED);
  }

  @Test
  void errorsThatRepeatThePromptAreNotShown() {
    var future = rig.ask("C1");
    rig.signalError("C1", "cannot: Why does C1 fail?");

    rig.look();

    assertThat(failed(Rig.now(future)).failure().detail()).isEmpty();
  }

  @Test
  void noAnswerTimesOutAndIsMarked() {
    var future = rig.ask("C1");

    rig.time.advance(Duration.ofMinutes(10).minusMillis(1));
    assertThat(future).isNotDone();
    rig.time.advance(Duration.ofMillis(1));

    assertThat(((TimedOut) Rig.now(future)).limit()).isEqualTo(Duration.ofMinutes(10));
    assertThat(rig.signal("C1").path("error").asText()).startsWith("timed out");
  }

  @Test
  void theRespondersOwnTextSurvivesATimeout() {
    var prompt = Prompt.builder("Why?").label("case", "C1").timeout(Duration.ofMillis(300)).build();
    var future = rig.files().dispatchAsync(AGENT, prompt);
    rig.signalError("C1", "out of disk");

    rig.time.advance(Duration.ofMillis(300));

    assertThat(Rig.now(future)).isInstanceOf(TimedOut.class);
    assertThat(rig.signal("C1").path("error").asText()).isEqualTo("out of disk");
  }

  @Test
  void cancelEndsTheAskAndMarksTheSignal() {
    var future = rig.ask("C1");
    rig.look();

    future.cancel(true);

    assertThat(rig.signal("C1").path("error").asText()).isEqualTo("cancelled");
    long sweeps = rig.files().sweeps();
    rig.look(5);
    assertThat(rig.files().sweeps()).isLessThanOrEqualTo(sweeps + 1);
  }

  @Test
  void theCaseOfACancelledAskCanBeAskedAgain() {
    rig.ask("C1").cancel(true);

    var again = rig.ask("C1");
    rig.answer("C1", "2");
    rig.look();

    assertThat(Rig.now(again).orElseThrow().text()).isEqualTo("2");
    assertThat(rig.dispatchId("C1")).isEqualTo(2);
  }

  @Test
  void lateMarksDoNotTouchALaterAsk() throws Exception {
    Post early = Post.of(rig.files().desk(), rig.newCase("C1"));
    early.write();
    early.end();
    Rig.ignore(rig.ask("C1"));

    early.giveUp("cancelled");

    assertThat(rig.status("C1")).isEqualTo("waiting");
  }

  @Test
  void closeMarksWhatIsUnfinished() {
    var future = rig.ask("C1");

    rig.close();

    assertThat(((Cancelled) Rig.now(future)).reason()).isEqualTo(Cancelled.Reason.CLOSED);
    assertThat(rig.signal("C1").path("error").asText()).isEqualTo("cancelled");
    assertThat(Rig.now(rig.ask("C2"))).isInstanceOf(Cancelled.class);
  }

  @Test
  void idsRiseOverTheRunAndSurviveARestart() {
    for (int i = 1; i <= 5; i++) {
      Rig.ignore(rig.ask("C" + i));
    }
    assertThat(rig.dispatchId("C5")).isEqualTo(5);
    rig.close();

    try (var restarted = new Rig(folder)) {
      Rig.ignore(restarted.ask("C1"));
      assertThat(restarted.dispatchId("C1")).isEqualTo(6);
    }
  }

  @Test
  void aStaleAnswerOfTheRunBeforeIsNotTaken() {
    Rig.ignore(rig.ask("C1"));
    rig.close();
    try (var restarted = new Rig(folder)) {
      var future = restarted.ask("C1");
      restarted.write("C1/triage-result.json", "{\"dispatch_id\":1,\"data\":\"stale\"}");

      restarted.look(11);

      assertThat(failed(Rig.now(future)).failure().message()).contains("stale");
    }
  }

  @Test
  void oneCaseIsAskedOnceAtATime() {
    var first = rig.ask("C1");

    var second = failed(Rig.now(rig.ask("C1")));

    assertThat(second.failure().kind()).isEqualTo(FailureKind.INVALID_REQUEST);
    assertThat(second.failure().message()).contains("'C1' is being asked already");
    rig.answer("C1", "1");
    rig.look();
    assertThat(Rig.now(first).isAnswered()).isTrue();
  }

  @Test
  void twinsInUpperAndLowerCaseAreRefused() {
    Rig.ignore(rig.ask("Case"));

    assertThat(failed(Rig.now(rig.ask("cASE"))).failure().message()).contains("'Case'");
  }

  @Test
  void twinsOfAnEarlierRunAreRefused() {
    Rig.ignore(rig.ask("Case"));
    rig.close();
    try (var restarted = new Rig(folder)) {
      assertThat(failed(Rig.now(restarted.ask("CASE"))).failure().message()).contains("'Case'");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "case, ../x, is not an id",
    "case, CON, device",
    "case, a., dot",
    "artifact, ../../OUTSIDE/x.json, not inside",
    "artifact, /tmp/x.json, not inside",
    "artifact, ., not inside",
    "artifact, signal.json, cannot be an artifact",
    "artifact, .claim-1, cannot be an artifact"
  })
  void labelsCannotLeaveTheFolder(String label, String value, String told) {
    Path outside = folder.resolveSibling(folder.getFileName() + "-outside");
    String named = value.replace("OUTSIDE", outside.getFileName().toString());
    var prompt = Prompt.builder("Why?").label("case", "C1").label(label, named).build();

    var result = failed(Rig.now(rig.files().dispatchAsync(AGENT, prompt)));

    assertThat(result.failure().kind()).isEqualTo(FailureKind.INVALID_REQUEST);
    assertThat(result.failure().message()).contains(told);
    assertThat(result.maybeProcessed()).isFalse();
    assertThat(outside).doesNotExist();
  }

  @Test
  void aCaseThatIsALinkIsRefused(@TempDir Path outside) throws Exception {
    Files.createSymbolicLink(folder.resolve("C1"), outside);
    var prompt = Prompt.builder("Why?").label("case", "C1").build();

    var result = failed(Rig.now(rig.files().dispatchAsync(AGENT, prompt)));

    assertThat(result.failure().message()).contains("a link");
    assertThat(outside).isEmptyDirectory();
  }

  @ParameterizedTest
  @ValueSource(strings = {"out/x.json", "out/deep/x.json"})
  void aFolderOfTheArtifactThatIsALinkIsRefused(String artifact, @TempDir Path outside)
      throws Exception {
    Files.writeString(outside.resolve("x.json"), "theirs");
    Files.createDirectory(folder.resolve("C1"));
    Files.createSymbolicLink(folder.resolve("C1/out"), outside);
    var prompt = Prompt.builder("Why?").label("case", "C1").label("artifact", artifact).build();

    var result = failed(Rig.now(rig.files().dispatchAsync(AGENT, prompt)));

    assertThat(result.failure().message()).contains("is not inside");
    assertThat(outside.resolve("x.json")).hasContent("theirs");
    assertThat(outside.resolve("deep")).doesNotExist();
  }

  @Test
  void aSignalThatBecameAPipeHoldsNobody() throws Exception {
    var future = rig.ask("C1");
    Path signal = folder.resolve("C1/signal.json");
    Files.delete(signal);
    assertThat(new ProcessBuilder("mkfifo", signal.toString()).start().waitFor()).isZero();
    rig.write("C1/triage-result.json", "{\"dispatch_id\":1,\"data\":1}");

    rig.look();

    assertThat(Rig.now(future).isAnswered()).isTrue();
  }

  @Test
  void aCaseFolderThatIsGoneIsWaitedFor() throws Exception {
    var future = rig.ask("C1");
    for (String name : rig.all()) {
      Files.delete(folder.resolve(name));
    }
    Files.delete(folder.resolve("C1"));

    rig.look(20);

    assertThat(future).isNotDone();
    future.cancel(true);
    assertThat(rig.all()).isEmpty();
  }

  @Test
  void aMissingPromptFileIsNamed() {
    var gone = FileCase.of("C1", "F1_TRIAGE", Path.of("C1", "gone.md"));

    var failure = failed(rig.files().ask(gone)).failure();

    assertThat(failure.kind()).isEqualTo(FailureKind.INVALID_REQUEST);
    assertThat(failure.message()).contains("gone.md", "no such file");
    assertThat(rig.all()).isEmpty();
  }

  @Test
  void aPromptOutsideIsNotRead(@TempDir Path outside) throws Exception {
    Path secret = Files.writeString(outside.resolve("secret"), "key");
    rig.write("C2/p.md", "x");
    Files.createSymbolicLink(folder.resolve("C2/link.md"), secret);

    var far = failed(rig.files().ask(FileCase.of("C1", "s", secret)));
    var linked = failed(rig.files().ask(FileCase.of("C2", "s", Path.of("C2/link.md"))));

    assertThat(far.failure().message()).contains("not inside");
    assertThat(linked.failure().message()).contains("no regular file");
  }

  @Test
  void otherProvidersConversationsAndSchemasAreRefused() {
    var elsewhere = rig.files().dispatch(ModelTarget.parse("openai/gpt-x"), "Hi");
    var kept = rig.files().dispatch(AGENT, Prompt.builder("Hi").session(Session.kept()).build());
    var schema = rig.files().dispatch(AGENT, Prompt.builder("Hi").jsonSchema("{}").build());

    assertThat(failed(elsewhere).failure().kind()).isEqualTo(FailureKind.PROVIDER_NOT_CONNECTED);
    assertThat(failed(kept).failure().kind()).isEqualTo(FailureKind.INVALID_REQUEST);
    assertThat(failed(schema).failure().kind()).isEqualTo(FailureKind.INVALID_REQUEST);
    assertThat(rig.all()).isEmpty();
  }

  @Test
  void manyAsksAreLookedAtInOneSweepWithOneListing() {
    for (int i = 0; i < 40; i++) {
      Rig.ignore(rig.ask("C" + i));
    }
    long before = rig.files().listings();

    rig.look(10);

    assertThat(rig.files().sweeps()).isEqualTo(10);
    assertThat(rig.files().listings() - before).isEqualTo(10);
  }

  @Test
  void nobodyLooksWhileNobodyWaits() {
    Rig.ignore(rig.ask("C1"));
    rig.answer("C1", "1");
    rig.look();

    rig.time.advance(Duration.ofHours(1));

    assertThat(rig.files().sweeps()).isEqualTo(1);
    assertThat(rig.time.pendingTasks()).isZero();
  }
}
