package dev.modeldispatch.samples.benchmarks;

import dev.modeldispatch.ModelResult;
import dev.modeldispatch.core.file.BatchFileDispatcher;
import dev.modeldispatch.core.file.BatchManifest;
import dev.modeldispatch.core.file.FileCase;
import dev.modeldispatch.core.file.FileDispatcher;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The run that {@link FileCrashMeasurement} kills, in a JVM of its own. */
final class FileCrashClient {
  private static final Duration POLL = Duration.ofMillis(10);

  private FileCrashClient() {}

  /** Takes the folder up and asks its cases; arguments: the folder, how many cases. */
  public static void main(String[] args) throws IOException {
    Path folder = Path.of(args[0]);
    var parent = new Parent();
    List<FileCase> cases = new ArrayList<>();
    for (int i = 0; i < Integer.parseInt(args[1]); i++) {
      String id = "C" + i;
      Files.createDirectories(folder.resolve(id));
      Files.writeString(folder.resolve(id).resolve("prompt.md"), id);
      cases.add(FileCase.of(id, "F1_TRIAGE", Path.of(id, "prompt.md")));
    }
    try (var files = FileDispatcher.builder(folder).pollInterval(POLL).resume().open()) {
      parent.say("open");
      var batches = BatchFileDispatcher.builder(files).batchSize(4).build();
      for (ModelResult result : batches.dispatch(BatchManifest.Phase.TRIAGE, cases).results()) {
        String text = result.fold(a -> a.text(), u -> u.failure().kind().code());
        parent.say("result", "text", text);
      }
    }
    parent.say("end");
  }
}
