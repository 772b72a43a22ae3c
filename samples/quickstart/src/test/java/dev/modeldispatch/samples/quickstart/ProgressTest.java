package dev.modeldispatch.samples.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import dev.modeldispatch.DispatchEvent;
import dev.modeldispatch.Failure;
import dev.modeldispatch.FailureKind;
import dev.modeldispatch.ModelResult;
import dev.modeldispatch.ModelTarget;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class ProgressTest {
  private static final List<ModelTarget> TARGETS = ModelTarget.list("x/a", "x/b", "x/a");
  private static final ModelTarget A = TARGETS.get(0);
  private static final ModelTarget B = TARGETS.get(1);

  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
  private final PrintStream out = new PrintStream(printed, true, StandardCharsets.UTF_8);

  private static DispatchEvent settled(ModelResult result) {
    return new DispatchEvent.Settled(result.target(), result.elapsed(), result);
  }

  private static DispatchEvent answered(ModelTarget target) {
    return settled(ModelResult.builder(target).elapsed(Duration.ofMillis(1234)).answered("four"));
  }

  private List<String> printedBy(Progress.Style style) {
    var progress = new Progress(TARGETS, out, style);
    progress.onEvent(0, new DispatchEvent.AttemptStarted(A, Duration.ZERO, 1));
    progress.onEvent(2, answered(A));
    progress.onEvent(
        1,
        settled(
            ModelResult.builder(B)
                .failed(Failure.builder(FailureKind.STALLED, "No content came.").build())));
    progress.onEvent(0, answered(A));
    progress.close();
    return List.of(printed.toString(StandardCharsets.UTF_8).split("[\r\n]+", -1));
  }

  @Test
  void everySettledTargetHasALineAndNothingIsWrittenOver() {
    assertThat(printedBy(Progress.Style.LINES))
        .containsExactly(
            "[1/3]   1.23 s  x/a answered (4 characters)",
            "[2/3]   0.00 s  x/b did not answer (stalled)",
            "[3/3]   1.23 s  x/a answered (4 characters)",
            "");
    assertThat(printed.toString(StandardCharsets.UTF_8)).doesNotContain("\r");
  }

  @Test
  void onAConsoleALastLineTellsWhoIsStillAsked() {
    List<String> lines = printedBy(Progress.Style.CONSOLE);

    assertThat(lines.stream().filter(line -> line.startsWith("waiting")))
        .containsExactly("waiting for x/a, x/b, x/a", "waiting for x/b, x/a", "waiting for x/a");
    assertThat(lines).contains("[2/3]   0.00 s  x/b did not answer (stalled)");
    assertThat(printed.toString(StandardCharsets.UTF_8)).endsWith("\r");
  }
}
