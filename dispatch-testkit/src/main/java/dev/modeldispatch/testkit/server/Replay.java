package dev.modeldispatch.testkit.server;

import com.fasterxml.jackson.databind.JsonNode;
import dev.modeldispatch.Misuse;
import dev.modeldispatch.testkit.server.RecordedExchange.Asked;
import dev.modeldispatch.testkit.server.RecordedExchange.Kept;
import dev.modeldispatch.testkit.server.RecordedExchange.Lane;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The recordings of a folder, played strictly: a call gets the next one of its model, each once,
 * and only if it asks the same: method, path, and body but for the order of its fields. Keys and
 * other headers do not count. Thread-safe.
 */
final class Replay {
  private final Path folder;
  private final Map<Lane, Deque<Kept>> waiting = new HashMap<>();
  private final Map<Lane, Integer> played = new HashMap<>();

  /** What is played, or in words why nothing is. */
  record Choice(List<Kept> played, String miss) {}

  private Replay(Path folder, List<Kept> all) {
    this.folder = folder;
    for (var kept : all) {
      waiting.computeIfAbsent(kept.exchange().lane(), lane -> new ArrayDeque<>()).add(kept);
    }
  }

  /** Reads the folder; refused with all that is wrong in it. */
  static Replay of(Path folder) {
    var misuse = Misuse.check("recordings in " + Misuse.quote(folder.toString()));
    List<Kept> all = new ArrayList<>();
    for (Path file : files(folder)) {
      try {
        all.add(new Kept(file, RecordingReader.read(file.toString(), Files.readString(file))));
      } catch (RecordingReader.Broken e) {
        misuse.add(e.told());
      } catch (IOException e) {
        misuse.add(file + ": cannot be read: " + e);
      }
    }
    misuse
        .unless(
            !all.isEmpty() || !misuse.isFine(),
            () -> "there are none; make them with FakeModelServer.record(folder)")
        .orThrow();
    return new Replay(folder, all);
  }

  /** {@return the recordings of the folder, in order; none if it is not there} */
  static List<Path> files(Path folder) {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> all = Files.list(folder)) {
      return all.filter(file -> file.toString().endsWith(".txt"))
          .sorted(Comparator.comparing(Path::toString))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot list " + folder, e);
    }
  }

  /** Takes the recording whose turn it is, if it fits. */
  synchronized Choice next(Lane lane, HttpRequest request) {
    var asked = asked(request);
    var queue = waiting.getOrDefault(lane, new ArrayDeque<>());
    var next = queue.peek();
    if (next != null && differences(next, asked).isEmpty()) {
      played.merge(lane, 1, Integer::sum);
      return new Choice(List.of(queue.remove()), "");
    }
    String what = "no recording fits " + asked.line() + " to " + lane + ": ";
    return new Choice(
        List.of(), what + why(lane, asked) + ". Ask as it was recorded, or record anew.");
  }

  private static Asked asked(HttpRequest request) {
    var scrubber = new Scrubber(List.of());
    scrubber.learn(request);
    JsonNode body = AskedBody.of(request, scrubber::scrub);
    return new Asked(request.method(), scrubber.path(request.path()), body, false).inHashes();
  }

  private static List<String> differences(Kept kept, Asked asked) {
    var recorded = kept.exchange().asked().inHashes();
    List<String> found = new ArrayList<>();
    if (!recorded.line().equals(asked.line())) {
      found.add("recorded " + recorded.line() + ", asked " + asked.line());
    }
    found.addAll(AskedBody.differences(recorded.body(), asked.body()));
    return found;
  }

  private String why(Lane lane, Asked asked) {
    var queue = waiting.getOrDefault(lane, new ArrayDeque<>());
    if (queue.isEmpty()) {
      int count = played.getOrDefault(lane, 0);
      String there = count > 0 ? "all " + count + " were played" : "there is none for it";
      return there + "; left are " + left();
    }
    var next = queue.element();
    var later =
        queue.stream().skip(1).filter(kept -> differences(kept, asked).isEmpty()).findFirst();
    if (later.isPresent()) {
      return "it is " + later.get().name() + ", but the turn is with " + next.name();
    }
    var nearest =
        queue.stream().min(Comparator.comparingInt(kept -> differences(kept, asked).size()));
    var found = differences(nearest.orElse(next), asked);
    String more = found.size() > 3 ? ", and " + (found.size() - 3) + " more" : "";
    return nearest.orElse(next).name()
        + " is nearest; "
        + found.stream().limit(3).collect(Collectors.joining("; "))
        + more;
  }

  private Map<Lane, Integer> left() {
    var left = new TreeMap<Lane, Integer>(Comparator.comparing(Lane::toString));
    waiting.forEach((lane, queue) -> left.put(lane, queue.size()));
    left.values().removeIf(count -> count == 0);
    return left;
  }

  /** {@return the names of the recordings that were not played, in order} */
  synchronized List<String> unplayed() {
    return waiting.values().stream().flatMap(Deque::stream).map(Kept::name).sorted().toList();
  }

  @Override
  public String toString() {
    return "Replay[" + folder + "]";
  }
}
