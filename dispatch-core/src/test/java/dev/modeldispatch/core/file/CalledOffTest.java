package dev.modeldispatch.core.file;

import static org.assertj.core.api.Assertions.assertThat;

import dev.modeldispatch.Batch;
import dev.modeldispatch.BatchRequest;
import dev.modeldispatch.Cancelled;
import dev.modeldispatch.DispatchEvent;
import dev.modeldispatch.DispatchListener;
import dev.modeldispatch.Dispatcher;
import dev.modeldispatch.ModelResult;
import dev.modeldispatch.ModelResult.Status;
import dev.modeldispatch.ModelTarget;
import dev.modeldispatch.Prompt;
import dev.modeldispatch.core.file.BatchManifest.SignalStatus;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Slots that are called off before, while and after they are launched; all on one thread. */
class CalledOffTest {
  /** The moments of a launch at which the slot is called off. */
  enum Moment {
    BEFORE_ITS_DISPATCH,
    WHILE_ITS_DISPATCH_RUNS
  }

  @TempDir Path folder;

  private final List<ModelResult> told = new ArrayList<>();
  private final List<String> launched = new ArrayList<>();
  private final CompletableFuture<Batch> started = new CompletableFuture<>();
  private Runnable cancelNow = () -> {};

  private void hear(int slot, DispatchEvent event) {
    if (slot == 1 && event instanceof DispatchEvent.Settled settled) {
      told.add(settled.result());
    }
  }

  /** Starts cases C1, C2, ... of which the listener above hears. */
  private Batch start(BatchFileDispatcher batches, int cases) {
    var targets = Collections.nCopies(cases, ModelTarget.parse("file/agent"));
    List<Prompt> prompts =
        IntStream.rangeClosed(1, cases)
            .mapToObj(i -> Prompt.builder("Why?").label("case", "C" + i).label("step", "F1_TRIAGE"))
            .map(Prompt.Builder::build)
            .toList();
    var request = BatchRequest.builder(targets, prompts).listener(this::hear).build();
    started.complete(batches.start(request));
    return started.join();
  }

  /** Returns batches by this size, which do this to each slot around its launch. */
  private BatchFileDispatcher batches(
      Rig rig, int size, Consumer<String> before, Consumer<String> after) {
    return BatchFileDispatcher.builder(rig.files())
        .batchSize(size)
        .through(files -> new Watched(files, before, after))
        .build();
  }

  private record Watched(Dispatcher files, Consumer<String> before, Consumer<String> after)
      implements Dispatcher {
    @Override
    public CompletableFuture<ModelResult> dispatchAsync(
        ModelTarget target, Prompt prompt, DispatchListener listener) {
      String id = prompt.labels().getOrDefault("case", "");
      before.accept(id);
      var future = files.dispatchAsync(target, prompt, listener);
      after.accept(id);
      return future;
    }
  }

  private void cancel(String id) {
    if (id.equals("C2")) {
      started.join().cancel(1);
    }
  }

  private static List<Status> statuses(Batch batch) {
    return batch.await().results().stream().map(ModelResult::status).toList();
  }

  @ParameterizedTest
  @EnumSource(Moment.class)
  void aSlotThatIsCalledOffWhileItIsLaunchedTellsItsEndOnce(Moment moment) {
    try (var rig = new Rig(folder)) {
      var batches =
          moment == Moment.BEFORE_ITS_DISPATCH
              ? batches(rig, 1, this::cancel, id -> {})
              : batches(rig, 1, id -> {}, this::cancel);
      Batch both = start(batches, 2);
      rig.answer("C1", "1");

      rig.look();

      assertThat(both.result()).isDone();
      assertThat(statuses(both)).containsExactly(Status.ANSWERED, Status.CANCELLED);
      assertThat(told).hasSize(1).first().isInstanceOf(Cancelled.class);
      assertThat(rig.signal("C2").path("error").asText()).isEqualTo("cancelled");
      assertThat(rig.manifest().statuses()).containsExactly(SignalStatus.ERROR);
    }
  }

  @Test
  void aSlotThatIsCalledOffWhenItsBatchIsAnnouncedIsNotLaunched() {
    try (var rig = new Rig(folder)) {
      var batches =
          batches(
              rig,
              2,
              id -> {
                launched.add(id);
                if (id.equals("C3")) {
                  started.join().cancel(3);
                }
              },
              id -> {});
      Batch all = start(batches, 4);
      rig.answer("C1", "1");
      rig.answer("C2", "2");
      rig.look();
      assertThat(rig.signal("C4").path("error").asText()).isEqualTo("cancelled");
      rig.answer("C3", "3");

      rig.look();

      assertThat(all.result()).isDone();
      assertThat(launched).containsExactly("C1", "C2", "C3");
      assertThat(rig.manifest().statuses()).containsExactly(SignalStatus.DONE, SignalStatus.ERROR);
    }
  }

  @Test
  void aSlotThatIsCalledOffWhileItsSignalIsWrittenIsGivenUpOnDisk() {
    try (var rig =
        new Rig(
            folder,
            (builder, time) ->
                builder.time(
                    () -> {
                      cancelNow.run();
                      return time.instant();
                    },
                    time))) {
      Batch all = start(rig.batches(1), 2);
      rig.answer("C1", "1");
      cancelNow =
          () -> {
            if (rig.exists("C2/prompt.md")) {
              cancelNow = () -> {};
              all.cancel(1);
            }
          };

      rig.look();

      assertThat(all.result()).isDone();
      assertThat(told).hasSize(1);
      assertThat(rig.signal("C2").path("error").asText()).isEqualTo("cancelled");
      assertThat(rig.manifest().signals()).extracting("caseId").containsExactly("C1");
    }
  }

  @Test
  void aSlotThatIsCalledOffBeforeItIsCalledForKeepsNobodyWaiting() {
    try (var rig = new Rig(folder, FileDispatcherBuilder::callbacks)) {
      Batch all = start(rig.batches(4), 3);
      assertThat(all.cancel(1)).isTrue();
      rig.time.runReady();
      rig.answer("C1", "1");
      rig.answer("C3", "3");

      rig.look();

      assertThat(all.result()).isDone();
      assertThat(statuses(all)).containsExactly(Status.ANSWERED, Status.CANCELLED, Status.ANSWERED);
      assertThat(told).hasSize(1).first().isInstanceOf(Cancelled.class);
      assertThat(rig.exists("C2/signal.json")).isFalse();
    }
  }
}
