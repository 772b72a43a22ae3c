package dev.modeldispatch.core.file;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.modeldispatch.Misuse;
import dev.modeldispatch.core.internal.AtomicFiles;
import dev.modeldispatch.core.internal.Json;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What {@code batch-manifest.json} says: which signals belong together, and how far each is.
 *
 * @param batchId the batch's number
 * @param status how far the batch is
 * @param phase what the batch is for
 * @param createdAt when it was made, in whole seconds
 * @param updatedAt when it was written last, in whole seconds
 * @param briefing where the briefing is
 * @param signals its signals, in the order of asking
 */
public record BatchManifest(
    long batchId,
    Status status,
    Phase phase,
    Instant createdAt,
    Instant updatedAt,
    Path briefing,
    List<Entry> signals) {
  /** The name of the latest manifest in a suite's folder. */
  public static final String FILE = "batch-manifest.json";

  static final int MAX_BYTES = 64 * 1024 * 1024;

  /** How far a batch is. */
  public enum Status {
    /** Its signals are written, and nobody looks for answers yet. */
    PENDING,
    /** Answers are waited for. */
    IN_PROGRESS,
    /** It ended, and at least one signal was answered. */
    DONE,
    /** It ended, and no signal was answered. */
    ERROR;

    /** {@return whether nothing of the batch will change any more} */
    public boolean isFinal() {
      return this == DONE || this == ERROR;
    }
  }

  /** What a batch is for. */
  public enum Phase {
    /** Each case for itself. */
    TRIAGE,
    /** One representative for each cluster. */
    INVESTIGATION,
    /** Neither. */
    SINGLE
  }

  /**
   * One signal of a batch.
   *
   * @param caseId its case
   * @param signal where it is
   * @param status how far it is
   */
  public record Entry(String caseId, Path signal, SignalStatus status) {}

  /** How far a signal of a batch is. */
  public enum SignalStatus {
    /** Nobody works on it yet. */
    PENDING,
    /** Somebody does. */
    CLAIMED,
    /** Its answer was accepted. */
    DONE,
    /** It has no answer. */
    ERROR
  }

  /** Cuts the times to whole seconds. */
  public BatchManifest {
    Misuse.check("manifest")
        .unless(batchId >= 1, () -> "batch_id " + batchId + " must be at least 1")
        .orThrow();
    createdAt = createdAt.truncatedTo(ChronoUnit.SECONDS);
    updatedAt = updatedAt.truncatedTo(ChronoUnit.SECONDS);
    signals = List.copyOf(signals);
  }

  /**
   * Returns the manifest in the file.
   *
   * @throws IOException if there is none that can be read; names the file, and the line at which it
   *     is broken
   */
  public static BatchManifest read(Path file) throws IOException {
    return ManifestReader.read(file, AtomicFiles.read(file, MAX_BYTES));
  }

  /** Writes it to the file, in whole or not at all. */
  public void write(Path file) throws IOException {
    AtomicFiles.write(file, json());
  }

  /** {@return where a batch's manifest stays once it has ended} */
  static String keptName(long batchId) {
    return "batch-manifest." + batchId + ".json";
  }

  byte[] json() {
    ObjectNode json = Json.object();
    json.put("batch_id", batchId);
    json.put("status", word(status));
    json.put("phase", word(phase));
    json.put("created_at", createdAt.toString());
    json.put("updated_at", updatedAt.toString());
    json.put("total", signals.size());
    json.put("briefing_path", briefing.toString());
    var list = json.putArray("signals");
    for (Entry entry : signals) {
      ObjectNode one = list.addObject();
      one.put("case_id", entry.caseId());
      one.put("signal_path", entry.signal().toString());
      one.put("status", word(entry.status()));
    }
    return Json.bytes(json);
  }

  static String word(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }

  /** Returns the same batch at another time and with other signals, with the status they make. */
  BatchManifest ended(List<SignalStatus> statuses, Instant now) {
    boolean some = statuses.contains(SignalStatus.DONE);
    return with(some ? Status.DONE : Status.ERROR, statuses, now);
  }

  BatchManifest with(Status next, List<SignalStatus> statuses, Instant now) {
    List<Entry> entries = new ArrayList<>(signals.size());
    for (int i = 0; i < signals.size(); i++) {
      Entry entry = signals.get(i);
      entries.add(new Entry(entry.caseId(), entry.signal(), statuses.get(i)));
    }
    return new BatchManifest(batchId, next, phase, createdAt, now, briefing, entries);
  }

  List<SignalStatus> statuses() {
    return signals.stream().map(Entry::status).toList();
  }
}
