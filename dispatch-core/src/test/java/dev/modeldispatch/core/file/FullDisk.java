package dev.modeldispatch.core.file;

import dev.modeldispatch.ModelTarget;
import dev.modeldispatch.Prompt;
import java.nio.file.Path;

/** A process whose files cannot become large; asks with a large prompt, then with a small one. */
final class FullDisk {
  private FullDisk() {}

  public static void main(String[] args) {
    ModelTarget agent = ModelTarget.parse("file/agent");
    try (var files = FileDispatcher.builder(Path.of(args[0])).open()) {
      var large = Prompt.builder("x".repeat(1_000_000)).label("case", "large").build();
      var failure = files.dispatch(agent, large).unanswered().orElseThrow().failure();
      System.out.println(failure.kind().code() + " " + failure.message() + " " + failure.hint());
      var small = files.dispatchAsync(agent, Prompt.builder("Hi").label("case", "small").build());
      System.out.println("small " + small.isDone());
    }
  }
}
