package dev.modeldispatch.core.file;

import dev.modeldispatch.ModelResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A process that takes a folder up and asks its cases, batch by batch. */
final class RunOfCases {
  private RunOfCases() {}

  /** Arguments: the folder, and how many cases; prints when it owns the folder, then results. */
  public static void main(String[] args) throws IOException {
    Path folder = Path.of(args[0]);
    List<FileCase> cases = new ArrayList<>();
    for (int i = 0; i < Integer.parseInt(args[1]); i++) {
      String id = "C" + i;
      Files.createDirectories(folder.resolve(id));
      Files.writeString(folder.resolve(id).resolve("prompt.md"), "Say " + id);
      cases.add(FileCase.of(id, "F1_TRIAGE", Path.of(id, "prompt.md")));
    }
    var builder = FileDispatcher.builder(folder).pollInterval(Duration.ofMillis(10)).resume();
    try (var files = builder.open()) {
      System.out.println("open");
      var batches = BatchFileDispatcher.builder(files).batchSize(4).build();
      for (ModelResult result : batches.dispatch(BatchManifest.Phase.TRIAGE, cases).results()) {
        System.out.println("result " + result.fold(a -> a.text(), u -> u.failure().toString()));
      }
    }
    System.out.println("end");
  }
}
