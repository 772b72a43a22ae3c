package dev.modeldispatch.core.file;

import dev.modeldispatch.Cancelled;
import dev.modeldispatch.DispatchEvent;
import dev.modeldispatch.Prompt;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LLL_Result;

/** An ask by files is cancelled while its folder is closed: one result, told once. */
@JCStressTest
@Outcome(id = "CALLER, told CALLER, 1", expect = Expect.ACCEPTABLE, desc = "the cancel was first")
@Outcome(id = "CLOSED, told CLOSED, 1", expect = Expect.ACCEPTABLE, desc = "the close was first")
@State
public class CancelOrClose {
  private static final Desk DESK = FileDispatcher.builder(folder()).open().desk();

  private final AtomicInteger told = new AtomicInteger();
  private final AtomicReference<Object> heard = new AtomicReference<>("");
  private final FileAsk ask;

  public CancelOrClose() {
    Post post = Post.of(DESK, FileCase.of("C1", "race", Path.of("C1", "prompt.md")));
    ask =
        new FileAsk(
            DESK, post, FileDispatcher.AGENT, Prompt.of("x"), FileAsk.Form.TEXT, this::hear);
  }

  private static Path folder() {
    try {
      Path folder = Files.createTempDirectory("races");
      folder.toFile().deleteOnExit();
      return folder;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void hear(DispatchEvent event) {
    if (event instanceof DispatchEvent.Settled settled) {
      heard.set(reason(settled.result()));
      told.incrementAndGet();
    }
  }

  private static Object reason(Object result) {
    return result instanceof Cancelled cancelled ? cancelled.reason() : result;
  }

  @Actor
  public void cancels() {
    ask.future().cancel(true);
  }

  @Actor
  public void closes() {
    ask.close();
  }

  @Arbiter
  public void agree(LLL_Result result) {
    while (told.get() == 0) {
      Thread.onSpinWait();
    }
    result.r1 = reason(ask.outcome().orElseThrow());
    result.r2 = "told " + heard.get();
    result.r3 = told.get();
  }
}
