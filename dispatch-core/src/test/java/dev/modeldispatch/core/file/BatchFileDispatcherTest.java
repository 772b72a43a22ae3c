package dev.modeldispatch.core.file;

import static dev.modeldispatch.core.file.BatchManifest.Phase.TRIAGE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.modeldispatch.Batch;
import dev.modeldispatch.BatchResult;
import dev.modeldispatch.Dispatcher;
import dev.modeldispatch.Failed;
import dev.modeldispatch.FailureKind;
import dev.modeldispatch.ModelResult;
import dev.modeldispatch.ModelResult.Status;
import dev.modeldispatch.core.file.BatchManifest.SignalStatus;
import dev.modeldispatch.testkit.ScriptedDispatcher;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BatchFileDispatcherTest {
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

  private FileResponder respond() {
    var models = new ScriptedDispatcher(rig.time);
    models.others().after(Duration.ofSeconds(2)).answers(p -> "{\"to\":\"" + p.text() + "\"}");
    return FileResponder.builder(folder)
        .asks(models, "script/m")
        .time(rig.time, rig.time)
        .onCallingThread()
        .start();
  }

  private static List<Status> statuses(BatchResult result) {
    return result.results().stream().map(ModelResult::status).toList();
  }

  private static List<String> texts(BatchResult result) {
    return result.answers().stream().map(a -> a.text()).toList();
  }

  @Test
  void threeAreDoneOneTimesOutAndTheBatchIsDone() {
    Batch batch = rig.batches(4).start(TRIAGE, rig.newCases(4));
    for (String id : List.of("C1", "C2", "C4")) {
      rig.answer(id, "\"" + id + "\"");
    }
    rig.look();
    assertThat(batch.result()).isNotDone();

    rig.time.advance(Duration.ofMinutes(10));

    var result = batch.await();
    assertThat(statuses(result))
        .containsExactly(Status.ANSWERED, Status.ANSWERED, Status.TIMED_OUT, Status.ANSWERED);
    assertThat(texts(result)).containsExactly("\"C1\"", "\"C2\"", "\"C4\"");
    assertThat(result.status()).isEqualTo(BatchResult.Status.PARTIAL);
    var manifest = rig.manifest();
    assertThat(manifest.status()).isEqualTo(BatchManifest.Status.DONE);
    assertThat(manifest.statuses())
        .containsExactly(
            SignalStatus.DONE, SignalStatus.DONE, SignalStatus.ERROR, SignalStatus.DONE);
    assertThat(rig.status("C1")).isEqualTo("done");
    assertThat(rig.status("C3")).isEqualTo("error");
  }

  @Test
  void aBatchWithoutAnAnswerIsAnError() {
    Batch batch = rig.batches(4).start(TRIAGE, rig.newCases(2));

    rig.time.advance(Duration.ofMinutes(10));

    assertThat(batch.await().status()).isEqualTo(BatchResult.Status.FAILED);
    assertThat(rig.manifest().status()).isEqualTo(BatchManifest.Status.ERROR);
  }

  @Test
  void twelveCasesAreThreeBatchesWithTheResultsOfASerialRun(@TempDir Path other) {
    try (var responder = respond();
        var serial = new Rig(other)) {
      Batch batch = rig.batches(4).start(TRIAGE, rig.newCases(12));
      rig.look(30);
      List<String> one = new ArrayList<>();
      var models = new ScriptedDispatcher(serial.time);
      models.others().answers(p -> "{\"to\":\"" + p.text() + "\"}");
      try (var oneByOne =
          FileResponder.builder(other)
              .asks(models, "script/m")
              .time(serial.time, serial.time)
              .onCallingThread()
              .start()) {
        for (FileCase c : serial.newCases(12)) {
          var future = serial.files().askAsync(c, dev.modeldispatch.DispatchListener.none());
          serial.look(3);
          one.add(future.join().orElseThrow().text());
        }
        assertThat(oneByOne.answered()).isEqualTo(12);
      }

      assertThat(batch.result()).isDone();
      assertThat(texts(batch.await())).isEqualTo(one).hasSize(12);
      assertThat(responder.answered()).isEqualTo(12);
    }
    for (int id = 1; id <= 3; id++) {
      var kept = rig.manifest("batch-manifest." + id + ".json");
      assertThat(kept.batchId()).isEqualTo(id);
      assertThat(kept.status()).isEqualTo(BatchManifest.Status.DONE);
      assertThat(kept.statuses()).containsOnly(SignalStatus.DONE).hasSize(4);
    }
    assertThat(rig.exists("batch-manifest.4.json")).isFalse();
    assertThat(rig.manifest()).isEqualTo(rig.manifest("batch-manifest.3.json"));
    assertThat(rig.text("briefing.md")).contains("Batch 3", "Completed so far: 8");
    assertThat(rig.json("token-report.json").path("totals").path("calls").asInt()).isEqualTo(12);
  }

  @Test
  void aReaderSeesPendingInProgressAndDone() {
    List<String> seen = new ArrayList<>();
    var batches =
        BatchFileDispatcher.builder(rig.files())
            .briefing(
                context -> {
                  seen.add(
                      rig.manifest().status()
                          + ", signals "
                          + rig.status("C1")
                          + ", briefing "
                          + rig.exists("briefing.md")
                          + ", sweeps "
                          + rig.files().sweeps());
                  return Briefing.builder(context).build();
                })
            .through(
                dispatcher ->
                    (target, prompt, listener) -> {
                      seen.add(rig.manifest().status() + ", briefing " + rig.exists("briefing.md"));
                      return dispatcher.dispatchAsync(target, prompt, listener);
                    })
            .build();

    Batch batch = batches.start(TRIAGE, rig.newCases(2));
    rig.answer("C2", "2");
    rig.look();

    assertThat(seen)
        .containsExactly(
            "PENDING, signals waiting, briefing false, sweeps 0",
            "IN_PROGRESS, briefing true",
            "IN_PROGRESS, briefing true");
    assertThat(rig.manifest().status()).isEqualTo(BatchManifest.Status.IN_PROGRESS);
    assertThat(rig.manifest().statuses()).containsExactly(SignalStatus.PENDING, SignalStatus.DONE);
    rig.answer("C1", "1");
    rig.look();
    assertThat(batch.result()).isDone();
    assertThat(rig.manifest().status()).isEqualTo(BatchManifest.Status.DONE);
  }

  @Test
  void updatedAtChangesWithEveryWrite() {
    rig.batches(4).start(TRIAGE, rig.newCases(2));
    var created = rig.manifest().createdAt();
    rig.time.advance(Duration.ofSeconds(5));
    rig.answer("C1", "1");

    rig.look();

    assertThat(rig.manifest().createdAt()).isEqualTo(created);
    assertThat(rig.manifest().updatedAt()).isEqualTo(created.plusSeconds(5));
  }

  @Test
  void nothingIsWrittenForNothing() {
    var result = rig.batches(4).dispatch(TRIAGE, List.of());

    assertThat(result.results()).isEmpty();
    assertThat(rig.all()).isEmpty();
  }

  @Test
  void idsRiseOverAllSlotsOfAllBatches() {
    Batch batch = rig.batches(2).start(TRIAGE, rig.newCases(4));
    assertThat(List.of(rig.dispatchId("C1"), rig.dispatchId("C2"))).doesNotHaveDuplicates();
    assertThat(rig.exists("C3/signal.json")).isFalse();
    rig.answer("C1", "1");
    rig.answer("C2", "2");

    rig.look();

    assertThat(rig.dispatchId("C3")).isGreaterThan(rig.dispatchId("C2"));
    batch.cancel();
  }

  @Test
  void oneBadSlotFailsAloneAndIsNotInTheManifest() {
    List<FileCase> cases = new ArrayList<>(rig.newCases(3));
    cases.set(1, FileCase.of("C2", "s", Path.of("C2", "gone.md")));
    Batch batch = rig.batches(4).start(TRIAGE, cases);
    rig.answer("C1", "1");
    rig.answer("C3", "3");

    rig.look();

    var result = batch.await();
    assertThat(statuses(result)).containsExactly(Status.ANSWERED, Status.FAILED, Status.ANSWERED);
    assertThat(((Failed) result.results().get(1)).failure().message()).contains("gone.md");
    assertThat(rig.manifest().signals()).extracting("caseId").containsExactly("C1", "C3");
  }

  @Test
  void cancelledSlotsAreErrorsAndLaterBatchesAreNotWritten() {
    Batch batch = rig.batches(2).start(TRIAGE, rig.newCases(4));
    rig.answer("C1", "1");
    rig.look();

    batch.cancel();

    assertThat(statuses(batch.await()))
        .containsExactly(Status.ANSWERED, Status.CANCELLED, Status.CANCELLED, Status.CANCELLED);
    assertThat(rig.signal("C2").path("error").asText()).isEqualTo("cancelled");
    assertThat(rig.exists("C3/signal.json")).isFalse();
    assertThat(rig.manifest().statuses()).containsExactly(SignalStatus.DONE, SignalStatus.ERROR);
    assertThat(rig.manifest().status()).isEqualTo(BatchManifest.Status.DONE);
  }

  @Test
  void closeEndsSlotsWhoseBatchHasNotBegun() {
    Batch batch = rig.batches(2).start(TRIAGE, rig.newCases(4));

    rig.close();

    assertThat(batch.result()).isDone();
    assertThat(statuses(batch.await())).containsOnly(Status.CANCELLED);
    assertThat(rig.exists("C3/signal.json")).isFalse();
    assertThat(rig.manifest().status()).isEqualTo(BatchManifest.Status.ERROR);
  }

  @Test
  void theFolderOfACancelledRunCanBeGoneOnWith() {
    Batch batch = rig.batches(2).start(TRIAGE, rig.newCases(4));
    rig.answer("C1", "\"one\"");
    rig.look();
    batch.cancel();
    rig.close();

    try (var resumed = new Rig(folder, true)) {
      Batch again = resumed.batches(2).start(TRIAGE, resumed.newCases(4));
      for (int i = 0; i < 3; i++) {
        for (String id : List.of("C2", "C3", "C4")) {
          if (resumed.exists(id + "/signal.json") && resumed.status(id).equals("waiting")) {
            resumed.answer(id, "\"" + id + "\"");
          }
        }
        resumed.look();
      }

      assertThat(again.result()).isDone();
      assertThat(texts(again.await())).containsExactly("\"one\"", "\"C2\"", "\"C3\"", "\"C4\"");
      assertThat(resumed.dispatchId("C1")).isEqualTo(1);
      assertThat(resumed.manifest().batchId()).isEqualTo(3);
    }
  }

  @Test
  void claimsOfOthersStayInTheManifest() throws Exception {
    Batch batch = rig.batches(4).start(TRIAGE, rig.newCases(3));
    var theirs = rig.manifest();
    theirs
        .with(
            theirs.status(),
            List.of(SignalStatus.PENDING, SignalStatus.CLAIMED, SignalStatus.PENDING),
            theirs.updatedAt())
        .write(folder.resolve("batch-manifest.json"));
    rig.answer("C1", "1");

    rig.look();

    assertThat(rig.manifest().statuses())
        .containsExactly(SignalStatus.DONE, SignalStatus.CLAIMED, SignalStatus.PENDING);
    batch.cancel();
  }

  @Test
  void aClaimFileShowsInTheManifest() throws Exception {
    Batch batch = rig.batches(4).start(TRIAGE, rig.newCases(2));

    Claim.take(folder.resolve("C2"), rig.dispatchId("C2"), "somebody");
    rig.look();

    assertThat(rig.manifest().statuses())
        .containsExactly(SignalStatus.PENDING, SignalStatus.CLAIMED);
    batch.cancel();
  }

  @Test
  void twoRunsTakeTurns() {
    var batches = rig.batches(2);
    Batch first = batches.start(TRIAGE, List.of(rig.newCase("A1"), rig.newCase("A2")));
    Batch second = batches.start(TRIAGE, List.of(rig.newCase("B1")));
    assertThat(rig.exists("B1/signal.json")).isFalse();
    rig.answer("A1", "1");
    rig.answer("A2", "2");

    rig.look();

    assertThat(first.result()).isDone();
    assertThat(rig.manifest().signals()).extracting("caseId").containsExactly("B1");
    rig.answer("B1", "3");
    rig.look();
    assertThat(second.await().answers()).hasSize(1);
  }

  @Test
  void adaptationFollowsFailuresAndEndsWithTheBudget() {
    var batches =
        BatchFileDispatcher.builder(rig.files())
            .adaptive(Duration.ofHours(1))
            .tokenBudget(400)
            .build();
    Batch batch = batches.start(TRIAGE, rig.newCases(12));
    rig.signalError("C1", "no");
    for (String id : List.of("C2", "C3", "C4")) {
      rig.answer(id, "\"" + "x".repeat(400) + "\"");
    }
    rig.look();
    assertThat(rig.json("budget-status.json").path("total_budget").asLong()).isEqualTo(400);
    for (String id : List.of("C5")) {
      rig.answer(id, "\"" + "x".repeat(400) + "\"");
    }
    rig.look();

    assertThat(batch.result()).isDone();
    assertThat(batches.decisions())
        .extracting(SizeDecision::size, SizeDecision::pending)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple(4, 12),
            org.assertj.core.groups.Tuple.tuple(1, 8),
            org.assertj.core.groups.Tuple.tuple(0, 7));
    var last = (Failed) batch.await().results().get(11);
    assertThat(last.failure().kind()).isEqualTo(FailureKind.QUOTA_EXHAUSTED);
    var budget = rig.json("budget-status.json");
    assertThat(budget.path("remaining").asLong()).isNegative();
    assertThat(budget.path("percent_used").asDouble()).isGreaterThan(100);
  }

  @Test
  void aRetryBeforeTheSlotsAsksAgainWithANewId() {
    var batches = BatchFileDispatcher.builder(rig.files()).through(OnceMore::new).build();
    Batch batch = batches.start(TRIAGE, rig.newCases(1));
    rig.signalError("C1", "not now");
    rig.look();
    assertThat(rig.status("C1")).isEqualTo("waiting");
    rig.answer("C1", "1");

    rig.look();

    assertThat(texts(batch.await())).containsExactly("1");
    assertThat(rig.dispatchId("C1")).isEqualTo(2);
    assertThat(rig.status("C1")).isEqualTo("done");
    assertThat(rig.manifest().status()).isEqualTo(BatchManifest.Status.DONE);
  }

  /** Asks a second time if the first time fails. */
  private record OnceMore(Dispatcher dispatcher) implements Dispatcher {
    @Override
    public java.util.concurrent.CompletableFuture<ModelResult> dispatchAsync(
        dev.modeldispatch.ModelTarget target,
        dev.modeldispatch.Prompt prompt,
        dev.modeldispatch.DispatchListener listener) {
      return dispatcher
          .dispatchAsync(target, prompt, listener)
          .thenCompose(
              first ->
                  first.isAnswered()
                      ? java.util.concurrent.CompletableFuture.completedFuture(first)
                      : dispatcher.dispatchAsync(target, prompt, listener));
    }
  }

  @Test
  void aBrokenManifestIsNamedAndLeftAlone() throws Exception {
    Files.writeString(folder.resolve("batch-manifest.json"), "{\n\"batch_id\": x}");

    var result = rig.batches(4).dispatch(TRIAGE, rig.newCases(1));

    var failure = ((Failed) result.results().get(0)).failure();
    assertThat(failure.message()).contains("batch-manifest.json", "line 2");
    assertThat(rig.text("batch-manifest.json")).startsWith("{\n\"batch_id\": x");
    assertThat(rig.status("C1")).isEqualTo("error");
  }

  @Test
  void aBatchTakesNoNumberThatAKeptManifestHas() throws Exception {
    rig.batches(4).start(TRIAGE, rig.newCases(1));
    rig.answer("C1", "1");
    rig.look();
    rig.close();
    Files.delete(folder.resolve("batch-manifest.json"));

    try (var later = new Rig(folder)) {
      later.batches(4).start(TRIAGE, later.newCases(1)).cancel();

      assertThat(later.manifest().batchId()).isEqualTo(2);
    }
  }

  @Test
  void aBriefingThatThrowsCostsItsOwnFactsAlone() {
    var batches =
        BatchFileDispatcher.builder(rig.files())
            .briefing(
                context -> {
                  throw new IllegalStateException("the caller's own mistake");
                })
            .build();

    batches.start(TRIAGE, rig.newCases(1)).cancel();

    assertThat(rig.text("briefing.md")).contains("Run context");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, -1})
  void aBatchSizeBelowOneIsMisuse(int size) {
    assertThatThrownBy(() -> rig.batches(size))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("batchSize " + size + " must be at least 1");
  }

  @Test
  void aCaseTwiceIsMisuse() {
    List<FileCase> twice = List.of(rig.newCase("C1"), rig.newCase("c1"));

    assertThatThrownBy(() -> rig.batches(4).start(TRIAGE, twice))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'c1' is there twice");
  }
}
