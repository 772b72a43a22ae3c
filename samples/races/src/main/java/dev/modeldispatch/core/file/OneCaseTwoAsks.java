package dev.modeldispatch.core.file;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZZ_Result;

/** Two asks want the same case: one has it. */
@JCStressTest
@Outcome(id = "true, false", expect = Expect.ACCEPTABLE, desc = "the first was first")
@Outcome(id = "false, true", expect = Expect.ACCEPTABLE, desc = "the second was first")
@State
public class OneCaseTwoAsks {
  private static final AtomicLong COUNT = new AtomicLong();
  private static final Desk DESK = FileDispatcher.builder(folder()).open().desk();

  private final String id = "C" + COUNT.incrementAndGet();
  private final Post first = Post.of(DESK, FileCase.of(id, "race", Path.of(id, "prompt.md")));
  private final Post second = Post.of(DESK, FileCase.of(id, "race", Path.of(id, "prompt.md")));

  private static Path folder() {
    try {
      return Files.createTempDirectory("races");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Actor
  public void first(ZZ_Result result) {
    result.r1 = DESK.occupy(id, first);
  }

  @Actor
  public void second(ZZ_Result result) {
    result.r2 = DESK.occupy(id, second);
  }
}
