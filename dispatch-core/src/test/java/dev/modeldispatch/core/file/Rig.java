package dev.modeldispatch.core.file;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.modeldispatch.DispatchListener;
import dev.modeldispatch.ModelResult;
import dev.modeldispatch.core.internal.Json;
import dev.modeldispatch.core.internal.JsonTrouble;
import dev.modeldispatch.testkit.VirtualTime;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiFunction;
import java.util.stream.Stream;

/** A suite's folder on virtual time; all that happens does so on the thread of the test. */
final class Rig implements AutoCloseable {
  static final Duration POLL = Duration.ofMillis(500);

  final VirtualTime time = new VirtualTime();
  final Path folder;
  private final FileDispatcher files;

  Rig(Path folder) {
    this(folder, false);
  }

  Rig(Path folder, boolean resumes) {
    this(folder, (builder, time) -> resumes ? builder.resume() : builder);
  }

  /** Takes what the builder is told last, on this rig's time. */
  Rig(Path folder, BiFunction<FileDispatcherBuilder, VirtualTime, FileDispatcherBuilder> settings) {
    this.folder = folder;
    var builder = FileDispatcher.builder(folder).time(time, time).onCallingThread();
    this.files = settings.apply(builder, time).open();
  }

  FileDispatcher files() {
    return files;
  }

  /** Ends as a killed process does: the folder stays as it is. */
  static Path copyOf(Path folder, Path copy) {
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path file : all.toList()) {
        Path to = copy.resolve(folder.relativize(file));
        if (Files.isDirectory(file)) {
          Files.createDirectories(to);
        } else if (!file.getFileName().toString().equals(".lock")) {
          Files.writeString(to, Files.readString(file).replace(folder + "/", copy + "/"));
        }
      }
      return copy;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  BatchFileDispatcher batches(int size) {
    return BatchFileDispatcher.builder(files).batchSize(size).build();
  }

  /** Writes a case's prompt. */
  FileCase newCase(String id) {
    write(id + "/prompt.md", "Why does " + id + " fail?");
    return FileCase.of(id, "F1_TRIAGE", Path.of(id, "prompt.md"));
  }

  List<FileCase> newCases(int count) {
    return Stream.iterate(1, n -> n + 1).limit(count).map(n -> newCase("C" + n)).toList();
  }

  CompletableFuture<ModelResult> ask(String id) {
    return files.askAsync(newCase(id), DispatchListener.none());
  }

  /** Returns the result that has to be there: all happens on the thread that moves time. */
  static ModelResult now(CompletableFuture<ModelResult> future) {
    assertThat(future).isDone();
    return future.join();
  }

  /** Takes the future of an ask whose end is of no interest. */
  static void ignore(CompletableFuture<ModelResult> future) {
    // the test looks at the folder
  }

  /** Lets one sweep pass. */
  void look() {
    time.advance(POLL);
  }

  void look(int times) {
    for (int i = 0; i < times; i++) {
      look();
    }
  }

  /** Answers the signal that is there as an agent would, by a plain write. */
  void answer(String id, String data) {
    write(
        id + "/triage-result.json",
        "{\"dispatch_id\": " + dispatchId(id) + ", \"data\": " + data + "}");
  }

  void write(String name, String text) {
    Path file = folder.resolve(name);
    try {
      Files.createDirectories(file.getParent());
      Files.writeString(file, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Writes an error into the signal that is there, as an agent would. */
  void signalError(String id, String error) {
    String text = text(id + "/signal.json").replaceFirst("\"waiting\"|\"processing\"", "\"error\"");
    write(
        id + "/signal.json",
        text.substring(0, text.length() - 1) + ",\"error\":\"" + error + "\"}");
  }

  String text(String name) {
    try {
      return Files.readString(folder.resolve(name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  JsonNode json(String name) {
    try {
      return Json.parse(text(name));
    } catch (JsonTrouble e) {
      throw new AssertionError(name + ": " + e.getMessage());
    }
  }

  JsonNode signal(String id) {
    return json(id + "/signal.json");
  }

  long dispatchId(String id) {
    return signal(id).path("dispatch_id").asLong();
  }

  String status(String id) {
    return signal(id).path("status").asText();
  }

  BatchManifest manifest() {
    return manifest("batch-manifest.json");
  }

  BatchManifest manifest(String name) {
    try {
      return BatchManifest.read(folder.resolve(name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  boolean exists(String name) {
    return Files.exists(folder.resolve(name));
  }

  /** {@return the names of all files below, hidden ones too, but for the lock} */
  List<String> all() {
    try (Stream<Path> files = Files.walk(folder)) {
      return files
          .filter(Files::isRegularFile)
          .map(file -> folder.relativize(file).toString())
          .filter(name -> !name.equals(".lock"))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    files.close();
  }
}
