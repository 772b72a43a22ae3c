package dev.modeldispatch.core.file;

import dev.modeldispatch.DispatchEvent;
import dev.modeldispatch.ModelTarget;
import dev.modeldispatch.Prompt;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** A process whose files cannot become large; asks with a large prompt, then with a small one. */
final class FullDisk {
  private FullDisk() {}

  public static void main(String[] args) throws InterruptedException {
    ModelTarget agent = ModelTarget.parse("file/agent");
    try (var files = FileDispatcher.builder(Path.of(args[0])).open()) {
      var large = Prompt.builder("x".repeat(1_000_000)).label("case", "large").build();
      var failure = files.dispatch(agent, large).unanswered().orElseThrow().failure();
      System.out.println(failure.kind().code() + " " + failure.message() + " " + failure.hint());
      var written = new CountDownLatch(1);
      var small =
          files.dispatchAsync(
              agent,
              Prompt.builder("Hi").label("case", "small").build(),
              event -> {
                if (event instanceof DispatchEvent.AttemptStarted) {
                  written.countDown();
                }
              });
      boolean inTime = written.await(30, TimeUnit.SECONDS);
      System.out.println(inTime ? "small " + small.isDone() : "small was not written");
    }
  }
}
