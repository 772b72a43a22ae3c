package dev.modeldispatch.core.file;

import static dev.modeldispatch.core.file.BatchManifest.Phase.TRIAGE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.modeldispatch.Batch;
import dev.modeldispatch.DispatchListener;
import dev.modeldispatch.ModelTarget;
import dev.modeldispatch.Prompt;
import dev.modeldispatch.core.file.BatchManifest.SignalStatus;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A run dies and the next one takes the folder up. */
class ResumeTest {
  private static final String SIGNAL =
      """
      {"status":"processing","dispatch_id":3,"case_id":"CASE","step":"s",\
      "prompt_path":"/p","artifact_path":"/a","timestamp":"2026-01-01T00:00:00Z"}""";

  @TempDir Path folder;
  @TempDir Path copy;

  /** The moments of a batch's life at which the process may have been killed. */
  enum Moment {
    SIGNALS_WRITTEN,
    MANIFEST_PENDING,
    BRIEFING_WRITTEN,
    IN_PROGRESS,
    ONE_ANSWER_UNSEEN,
    ONE_DONE,
    BATCH_DONE,
    SECOND_BATCH
  }

  /** Leaves in the copy what is on disk when a run of four cases by two is killed at the moment. */
  private Rig killedAt(Moment moment) {
    try (var rig = new Rig(folder)) {
      var batches =
          BatchFileDispatcher.builder(rig.files())
              .batchSize(2)
              .briefing(
                  context -> {
                    if (moment == Moment.MANIFEST_PENDING && !Files.exists(copy.resolve("C1"))) {
                      Rig.copyOf(folder, copy);
                    }
                    return Briefing.builder(context).build();
                  })
              .build();
      Batch batch = batches.start(TRIAGE, rig.newCases(4));
      if (moment == Moment.IN_PROGRESS) {
        Rig.copyOf(folder, copy);
      }
      rig.answer("C1", "\"one\"");
      if (moment == Moment.ONE_ANSWER_UNSEEN) {
        Rig.copyOf(folder, copy);
      }
      rig.look();
      if (moment == Moment.ONE_DONE) {
        Rig.copyOf(folder, copy);
      }
      rig.answer("C2", "\"two\"");
      rig.look();
      if (moment == Moment.SECOND_BATCH || moment == Moment.BATCH_DONE) {
        Rig.copyOf(folder, copy);
      }
      if (moment == Moment.SIGNALS_WRITTEN || moment == Moment.BRIEFING_WRITTEN) {
        Rig.copyOf(folder, copy);
        forge(moment);
      }
      if (moment == Moment.BATCH_DONE) {
        drop("C3/signal.json");
        drop("C4/signal.json");
        copyKept(1);
      }
      batch.cancel();
    }
    return new Rig(copy, true);
  }

  /** Turns the copy of a later moment into that of an earlier one. */
  private void forge(Moment moment) {
    for (String name : List.of("C3/signal.json", "C4/signal.json", "batch-manifest.1.json")) {
      drop(name);
    }
    try {
      for (int i = 1; i <= 2; i++) {
        Path file = copy.resolve("C" + i).resolve("signal.json");
        Files.writeString(file, Files.readString(file).replace("\"done\"", "\"waiting\""));
        drop("C" + i + "/triage-result.json");
      }
      Path manifest = copy.resolve("batch-manifest.json");
      if (moment == Moment.SIGNALS_WRITTEN) {
        Files.delete(manifest);
        drop("briefing.md");
      } else {
        var kept = BatchManifest.read(manifest);
        List<BatchManifest.Entry> first = new ArrayList<>();
        for (int i = 1; i <= 2; i++) {
          first.add(
              new BatchManifest.Entry(
                  "C" + i, copy.resolve("C" + i + "/signal.json"), SignalStatus.PENDING));
        }
        new BatchManifest(
                1,
                BatchManifest.Status.PENDING,
                TRIAGE,
                kept.createdAt(),
                kept.createdAt(),
                kept.briefing(),
                first)
            .write(manifest);
      }
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private void drop(String name) {
    try {
      Files.deleteIfExists(copy.resolve(name));
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private void copyKept(int id) {
    try {
      Files.writeString(
          copy.resolve("batch-manifest.json"),
          Files.readString(copy.resolve("batch-manifest." + id + ".json")));
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  @ParameterizedTest
  @EnumSource(Moment.class)
  void nothingIsLostAndNothingFinishedIsAskedAgain(Moment moment) {
    try (var rig = killedAt(moment)) {
      boolean oneWasAnswered = rig.exists("C1/triage-result.json");
      boolean oneWasAsked = rig.exists("C1/signal.json");
      long idOfOne = oneWasAsked ? rig.dispatchId("C1") : 0;
      Batch batch = rig.batches(2).start(TRIAGE, rig.newCases(4));

      for (int i = 0; i < 8; i++) {
        for (int c = 1; c <= 4; c++) {
          String id = "C" + c;
          if (rig.exists(id + "/signal.json")
              && rig.status(id).equals("waiting")
              && !rig.exists(id + "/triage-result.json")) {
            assertThat(oneWasAnswered && c == 1).as("C1 is asked again").isFalse();
            rig.answer(id, "\"" + List.of("one", "two", "three", "four").get(c - 1) + "\"");
          }
        }
        rig.look();
      }

      assertThat(batch.result()).isDone();
      assertThat(batch.await().answers())
          .extracting(a -> a.text())
          .containsExactly("\"one\"", "\"two\"", "\"three\"", "\"four\"");
      if (oneWasAsked) {
        assertThat(rig.dispatchId("C1")).isEqualTo(idOfOne);
      }
      assertThat(rig.manifest().status()).isEqualTo(BatchManifest.Status.DONE);
    }
  }

  @Test
  void theManifestOfTheDeadRunIsEndedAndKept() {
    try (var rig = killedAt(Moment.ONE_DONE)) {
      rig.batches(2).start(TRIAGE, rig.newCases(4)).cancel();

      var ended = rig.manifest("batch-manifest.1.json");
      assertThat(ended.status()).isEqualTo(BatchManifest.Status.DONE);
      assertThat(ended.statuses()).containsExactly(SignalStatus.DONE, SignalStatus.ERROR);
      assertThat(rig.manifest().batchId()).isEqualTo(2);
      assertThat(rig.manifest().signals()).extracting("caseId").containsExactly("C2", "C3");
    }
  }

  @Test
  void anInterruptedManifestEndsByTheSignalsOfItsOwnCases() {
    killedAt(Moment.ONE_DONE).close();
    try (var rig = new Rig(copy, true)) {
      rig.batches(2).start(TRIAGE, List.of(rig.newCase("D1"))).cancel();

      assertThat(rig.manifest("batch-manifest.1.json").statuses())
          .containsExactly(SignalStatus.DONE, SignalStatus.ERROR);
      assertThat(rig.manifest().signals()).extracting("caseId").containsExactly("D1");
      assertThat(rig.status("C2")).isEqualTo("waiting");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"../other", "ABSOLUTE", "C1/../../other", "", ".", "gone", "link", "mine"})
  void anInterruptedManifestTakesNoForeignCaseForDone(String foreign) throws Exception {
    Path other = Files.createDirectories(folder.resolve("other"));
    Path suite = Files.createDirectories(folder.resolve("suite"));
    String id = foreign.equals("ABSOLUTE") ? other.toString() : foreign;
    String signal = SIGNAL.replace("CASE", id.equals("mine") ? "theirs" : id);
    Files.writeString(other.resolve("signal.json"), signal);
    Files.writeString(suite.resolve("signal.json"), signal);
    Files.createDirectory(suite.resolve("mine"));
    Files.writeString(suite.resolve("mine/signal.json"), signal);
    Files.createSymbolicLink(suite.resolve("link"), other);
    var entry = new BatchManifest.Entry(id, other.resolve("signal.json"), SignalStatus.PENDING);
    try (var rig = new Rig(suite, true)) {
      new BatchManifest(
              7,
              BatchManifest.Status.IN_PROGRESS,
              TRIAGE,
              rig.time.instant(),
              rig.time.instant(),
              suite.resolve("briefing.md"),
              List.of(entry))
          .write(suite.resolve(BatchManifest.FILE));

      rig.batches(2).start(TRIAGE, List.of(rig.newCase("C1"))).cancel();

      var ended = rig.manifest("batch-manifest.7.json");
      assertThat(ended.statuses()).containsExactly(SignalStatus.ERROR);
      assertThat(ended.status()).isEqualTo(BatchManifest.Status.ERROR);
      assertThat(rig.manifest().batchId()).isEqualTo(8);
      assertThat(other.resolve("signal.json")).hasContent(signal);
    }
  }

  @Test
  void anAnswerThatComesBeforeItsBatchIsTakenAndItsSignalSaysSo() {
    try (var rig = killedAt(Moment.SECOND_BATCH)) {
      rig.write("C2/signal.json", rig.text("C2/signal.json").replace("\"done\"", "\"error\""));
      Batch batch = rig.batches(1).start(TRIAGE, rig.newCases(4));
      rig.answer("C3", "\"three\"");
      rig.answer("C2", "\"two\"");

      rig.look();

      assertThat(batch.result(2)).isDone();
      assertThat(batch.result(2).join().orElseThrow().text()).isEqualTo("\"three\"");
      assertThat(batch.result(2).join().attempts()).isEmpty();
      assertThat(rig.status("C3")).isEqualTo("done");
      batch.cancel();
    }
  }

  @Test
  void anUnseenAnswerIsDoneOnceItIsTaken() {
    try (var rig = killedAt(Moment.ONE_ANSWER_UNSEEN)) {
      assertThat(rig.status("C1")).isEqualTo("waiting");

      rig.batches(2).start(TRIAGE, rig.newCases(4)).cancel();

      assertThat(rig.status("C1")).isEqualTo("done");
      assertThat(rig.manifest("batch-manifest.1.json").statuses())
          .containsExactly(SignalStatus.DONE, SignalStatus.ERROR);
    }
  }

  @Test
  void anUnseenAnswerOfOneAskIsAcceptedOnDisk() {
    try (var rig = killedAt(Moment.ONE_ANSWER_UNSEEN)) {
      assertThat(rig.ask("C1").join().isAnswered()).isTrue();

      assertThat(rig.status("C1")).isEqualTo("processing");
    }
  }

  @Test
  void aSignalThatWaitsKeepsItsIdAndItsClaim() throws Exception {
    try (var rig = killedAt(Moment.IN_PROGRESS)) {
      assertThat(Claim.take(copy.resolve("C2"), rig.dispatchId("C2"), "somebody")).isTrue();

      Batch batch = rig.batches(4).start(TRIAGE, rig.newCases(4));
      rig.look();

      assertThat(rig.dispatchId("C2")).isEqualTo(2);
      assertThat(rig.manifest().statuses().get(1)).isEqualTo(SignalStatus.CLAIMED);
      batch.cancel();
    }
  }

  @Test
  void withoutResumeAllIsAskedAnew() {
    killedAt(Moment.ONE_DONE).close();
    try (var rig = new Rig(copy, false)) {
      rig.batches(4).start(TRIAGE, rig.newCases(4));

      assertThat(rig.dispatchId("C1")).isGreaterThan(2);
      assertThat(rig.exists("C1/triage-result.json")).isFalse();
    }
  }

  @Test
  void anotherPromptIsAnotherAsk() {
    ModelTarget agent = ModelTarget.parse("file/agent");
    var why = Prompt.builder("Why?").label("case", "C1").label("step", "F1_TRIAGE").build();
    var how = Prompt.builder("How?").label("case", "C1").label("step", "F1_TRIAGE").build();
    try (var rig = new Rig(folder)) {
      var future = rig.files().dispatchAsync(agent, why);
      rig.answer("C1", "\"so\"");
      rig.look();
      assertThat(future).isDone();
    }
    try (var rig = new Rig(folder, true)) {
      var same = rig.files().dispatchAsync(agent, why);
      assertThat(same.join().orElseThrow().text()).isEqualTo("so");
      assertThat(same.join().attempts()).isEmpty();
      assertThat(same.join().notes()).isNotEmpty();

      var other = rig.files().dispatchAsync(agent, how);

      assertThat(other).isNotDone();
      assertThat(rig.dispatchId("C1")).isGreaterThan(1);
    }
  }

  @Test
  void anotherStepOrAnotherArtifactIsAnotherAsk() {
    Path prompt = Path.of("C1", "prompt.md");
    try (var rig = new Rig(folder)) {
      var future = rig.ask("C1");
      rig.answer("C1", "1");
      rig.look();
      assertThat(future).isDone();
    }
    try (var rig = new Rig(folder, true)) {
      for (var other :
          List.of(
              new FileCase("C1", "F2_RESOLVE", prompt, Path.of("C1", "triage-result.json")),
              new FileCase("C1", "F2_RESOLVE", prompt, Path.of("C1", "other.json")))) {
        long before = rig.dispatchId("C1");

        var future = rig.files().askAsync(other, DispatchListener.none());

        assertThat(future).isNotDone();
        assertThat(rig.dispatchId("C1")).isGreaterThan(before);
        rig.write("C1/triage-result.json", "{\"dispatch_id\": 2, \"data\": 1}");
        rig.look();
      }
    }
  }

  @Test
  void whatEndedWithAnErrorIsAskedAnewWhateverCameAfterwards() {
    try (var rig = new Rig(folder)) {
      var future = rig.ask("C1");
      rig.signalError("C1", "no");
      rig.look();
      assertThat(future).isDone();
      rig.answer("C1", "\"too late\"");
    }
    try (var rig = new Rig(folder, true)) {
      var future = rig.ask("C1");

      assertThat(future).isNotDone();
      assertThat(rig.dispatchId("C1")).isEqualTo(2);
      assertThat(rig.exists("C1/triage-result.json")).isFalse();
    }
  }

  @Test
  void completeOfOldFoldersCountsAsFinished() throws Exception {
    try (var rig = new Rig(folder)) {
      var future = rig.ask("C1");
      rig.answer("C1", "1");
      rig.look();
      future.join();
    }
    Path file = folder.resolve("C1/signal.json");
    Files.writeString(file, Files.readString(file).replace("processing", "complete"));
    try (var rig = new Rig(folder, true)) {
      assertThat(rig.ask("C1").join().orElseThrow().text()).isEqualTo("1");
      assertThat(Optional.of(rig.status("C1"))).contains("complete");
    }
  }
}
