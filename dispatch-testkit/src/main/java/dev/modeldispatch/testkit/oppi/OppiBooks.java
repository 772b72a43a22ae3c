package dev.modeldispatch.testkit.oppi;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Which sessions there were, and what became of them. Guarded by the core's monitor. */
final class OppiBooks {
  private final List<String> created = new ArrayList<>();
  private final List<String> deleted = new ArrayList<>();
  private final List<String> stops = new ArrayList<>();
  private final Set<String> running = new LinkedHashSet<>();
  private int promptRequests;
  private int taken;
  private int duplicates;
  private int mostRunning;

  List<String> created() {
    return created;
  }

  List<String> deleted() {
    return deleted;
  }

  List<String> stops() {
    return stops;
  }

  Set<String> running() {
    return running;
  }

  int mostRunning() {
    return mostRunning;
  }

  int promptRequests() {
    return promptRequests;
  }

  int taken() {
    return taken;
  }

  int duplicates() {
    return duplicates;
  }

  void runs(String session) {
    running.add(session);
    mostRunning = Math.max(mostRunning, running.size());
  }

  void asked() {
    promptRequests++;
  }

  void took() {
    taken++;
  }

  void duplicate() {
    duplicates++;
  }
}
