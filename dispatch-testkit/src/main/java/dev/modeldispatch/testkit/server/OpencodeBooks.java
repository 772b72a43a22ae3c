package dev.modeldispatch.testkit.server;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/** Which sessions there were, and what became of them. Guarded by the journal. */
final class OpencodeBooks {
  private final Journal journal;
  private final Set<String> open = new LinkedHashSet<>();
  private final Set<String> running = new LinkedHashSet<>();
  private final List<String> created = new ArrayList<>();
  private final List<String> aborted = new ArrayList<>();
  private final List<String> deleted = new ArrayList<>();
  private final List<String> rejected = new ArrayList<>();
  private final List<String> failures = new ArrayList<>();
  private int mostRunning;

  OpencodeBooks(Journal journal) {
    this.journal = journal;
  }

  void created(String session) {
    journal.change(
        () -> {
          open.add(session);
          created.add(session);
        });
  }

  void deleted(String session) {
    journal.change(
        () -> {
          open.remove(session);
          deleted.add(session);
        });
  }

  void aborted(String session) {
    journal.change(() -> aborted.add(session));
  }

  void rejected(String ask) {
    journal.change(() -> rejected.add(ask));
  }

  void failed(String worker) {
    journal.change(() -> failures.add(worker));
  }

  void runs(String session) {
    journal.change(
        () -> {
          running.add(session);
          mostRunning = Math.max(mostRunning, running.size());
        });
  }

  void rests(String session) {
    journal.change(() -> running.remove(session));
  }

  List<String> open() {
    return read(() -> List.copyOf(open));
  }

  List<String> running() {
    return read(() -> List.copyOf(running));
  }

  List<String> created() {
    return read(() -> List.copyOf(created));
  }

  List<String> aborted() {
    return read(() -> List.copyOf(aborted));
  }

  List<String> deleted() {
    return read(() -> List.copyOf(deleted));
  }

  List<String> rejected() {
    return read(() -> List.copyOf(rejected));
  }

  List<String> failures() {
    return read(() -> List.copyOf(failures));
  }

  int mostRunning() {
    return read(() -> mostRunning);
  }

  void awaitNone(Duration limit) throws InterruptedException {
    journal.await(() -> open.isEmpty(), limit, () -> open.size() + " sessions are left: " + open);
  }

  void awaitRest(Duration limit) throws InterruptedException {
    journal.await(
        () -> running.isEmpty(), limit, () -> running.size() + " prompts still run: " + running);
  }

  private <T> T read(Supplier<T> what) {
    synchronized (journal) {
      return what.get();
    }
  }
}
