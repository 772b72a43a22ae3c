package dev.modeldispatch.core.tool;

import dev.modeldispatch.Batch;
import dev.modeldispatch.BatchResult;
import dev.modeldispatch.ModelResult;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;

/**
 * The batches that were started and not waited for, so many at most. Thread-safe: the map is only
 * entered under this object's lock, and no batch is started or cancelled under it.
 */
final class StartedBatches {
  private final int most;
  private final Map<String, Optional<Started>> batches = new LinkedHashMap<>();
  private long count;

  StartedBatches(int most) {
    this.most = most;
  }

  /**
   * A batch that runs or has ended.
   *
   * @param result its end
   * @param slots its targets' ends
   * @param mods how it was asked
   */
  record Started(
      String id,
      Batch batch,
      CompletableFuture<BatchResult> result,
      List<CompletableFuture<ModelResult>> slots,
      List<String> mods) {
    static Started of(String id, Batch batch, List<String> mods) {
      var slots = IntStream.range(0, batch.targets().size()).mapToObj(batch::result).toList();
      return new Started(id, batch, batch.result(), slots, mods);
    }

    boolean isOver() {
      return result.isDone();
    }

    long ended() {
      return slots.stream().filter(CompletableFuture::isDone).count();
    }

    /** {@return a line for each target} */
    String states() {
      var lines = new StringBuilder();
      for (int slot = 0; slot < slots.size(); slot++) {
        var one = slots.get(slot);
        boolean known = one.isDone() && !one.isCompletedExceptionally();
        String state =
            known ? Steps.words(one.join()) : batch.targets().get(slot) + " is not done yet";
        lines.append('\n').append(slot + 1).append(". ").append(state);
      }
      return lines.toString();
    }
  }

  /** Takes a place, for {@link #put}; empty if all are taken by batches that run. */
  synchronized Optional<String> reserve() {
    if (batches.size() >= most) {
      var oldest =
          batches.entrySet().stream()
              .filter(entry -> entry.getValue().map(Started::isOver).orElse(false))
              .map(Map.Entry::getKey)
              .findFirst();
      if (oldest.isEmpty()) {
        return Optional.empty();
      }
      batches.remove(oldest.get());
    }
    count++;
    String id = "b-" + count;
    batches.put(id, Optional.empty());
    return Optional.of(id);
  }

  synchronized void put(Started started) {
    batches.put(started.id(), Optional.of(started));
  }

  synchronized void drop(String id) {
    batches.remove(id);
  }

  synchronized Optional<Started> find(String id) {
    return batches.getOrDefault(id, Optional.empty());
  }

  /** {@return the batches' ids, oldest first} */
  synchronized List<String> ids() {
    return List.copyOf(batches.keySet());
  }

  private synchronized List<Started> all() {
    return batches.values().stream().flatMap(Optional::stream).toList();
  }

  void cancelAll() {
    all().forEach(started -> started.batch().cancel());
  }
}
