package dev.modeldispatch.samples.recipes;

import dev.modeldispatch.BatchRequest;
import dev.modeldispatch.BatchResult;
import dev.modeldispatch.ModelTarget;
import dev.modeldispatch.Prompt;
import dev.modeldispatch.core.file.BatchFileDispatcher;
import dev.modeldispatch.core.file.BatchManifest;
import dev.modeldispatch.core.file.FileDispatcher;
import dev.modeldispatch.core.file.FileResponder;
import dev.modeldispatch.testkit.ScriptedDispatcher;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;

/** Asks by files: one prompt, then six in batches; a responder in the same process answers. */
public final class AskByFiles {
  private static final ModelTarget AGENT = ModelTarget.parse("file/agent");
  private static final Duration SOON = Duration.ofMillis(20);

  private AskByFiles() {}

  /** Runs the recipe. */
  public static void main(String[] args) {
    var agent = new ScriptedDispatcher();
    agent.others().answers(prompt -> "Read: " + prompt.text());
    try {
      Path folder = Files.createTempDirectory("ask-by-files");
      try (var files = FileDispatcher.builder(folder).pollInterval(SOON).open();
          var responder =
              FileResponder.builder(folder).asks(agent, "fake/m").pollInterval(SOON).start()) {
        System.out.println(files.dispatch(AGENT, "Why is it red?").orElseThrow().text());
        batches(files);
        System.out.println(responder.answered() + " answers written");
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void batches(FileDispatcher files) throws IOException {
    var batches = BatchFileDispatcher.builder(files).batchSize(4).build();
    List<Prompt> prompts =
        IntStream.rangeClosed(1, 6)
            .mapToObj(i -> Prompt.builder("Case " + i).label("case", "C" + i).build())
            .toList();

    BatchResult result =
        batches.dispatch(BatchRequest.builder(Collections.nCopies(6, AGENT), prompts).build());

    result.answers().forEach(answer -> System.out.println(answer.text()));
    BatchManifest last = BatchManifest.read(files.folder().resolve(BatchManifest.FILE));
    System.out.println(
        "batch " + last.batchId() + ": " + last.status() + ", " + last.signals().size() + " cases");
  }
}
