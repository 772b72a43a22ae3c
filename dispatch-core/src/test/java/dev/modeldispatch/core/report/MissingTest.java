package dev.modeldispatch.core.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.modeldispatch.BatchResult.Status;
import dev.modeldispatch.Cancelled;
import dev.modeldispatch.ModelResult;
import dev.modeldispatch.TimedOut;
import dev.modeldispatch.Usage;
import java.math.BigDecimal;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class MissingTest {
  private static final ModelResult ANSWER = Samples.result("p/a", 1000).answered("x");

  @Test
  void theMissingAreTheSlowestIfTheyStillWorkedAtTheEnd() {
    var all = Comparison.of(Samples.batch(Status.PARTIAL, ANSWER, late(2000), late(1000)));

    assertThat(all.remarks())
        .containsExactly(
            "The missing are the slowest: #2, #3 still worked when every answer had come, so the"
                + " times and opinions here are those of the faster ones.");
  }

  @Test
  void whoFailedIsNotCalledSlow() {
    var failed = Samples.result("p/c", 5000).failed(Samples.LIMITED);

    var all = Comparison.of(Samples.batch(Status.PARTIAL, ANSWER, failed));

    assertThat(all.missing()).extracting(Missing::end).containsExactly(Missing.End.FAILED);
    assertThat(all.remarks()).isEmpty();
  }

  @Test
  void whoWasCutShortIsNotCalledSlow() {
    var all = Comparison.of(Samples.batch(Status.PARTIAL, ANSWER, late(999)));

    assertThat(all.remarks()).containsExactly("Called off before others had answered: #2.");
  }

  @Test
  void whoNeverGotATurnIsNotCalledSlow() {
    var waiting = Samples.result("p/c", 5000).cancelled(Cancelled.Reason.COMPLETION_MET);

    var all = Comparison.of(Samples.batch(Status.COMPLETE, ANSWER, waiting));

    assertThat(all.remarks()).containsExactly("Never got a turn: #2.");
    assertThat(all.headline()).isEqualTo("1 of 2 answered; the batch had what it wanted, in 3.0s.");
  }

  @Test
  void nothingIsComparedWhereNobodyAnswered() {
    var all = Comparison.of(Samples.batch(Status.FAILED, late(2000), late(1000)));

    assertThat(all.remarks()).isEmpty();
    assertThat(all.headline()).startsWith("none of 2 answered");
  }

  @Test
  void twentyAreNamedOneByOne() {
    ModelResult[] results = new ModelResult[21];
    java.util.Arrays.fill(results, late(2000));
    results[0] = ANSWER;

    assertThat(Comparison.of(Samples.batch(Status.PARTIAL, results)).remarks().get(0))
        .contains("#20, #21 still worked")
        .doesNotContain("more");
  }

  @Test
  void oneStructuredAnswerHasNobodyToAgreeWith() {
    assertThat(Comparison.of(Samples.answers("{\"v\":1}", "blue")).agreement()).isEmpty();
    assertThat(Comparison.of(Samples.answers("{\"v\":1}", "{\"v\":2}")).agreement()).isPresent();
  }

  @Test
  void manyOfThemAreCounted() {
    ModelResult[] results = new ModelResult[40];
    java.util.Arrays.fill(results, late(2000));
    results[0] = ANSWER;

    var all = Comparison.of(Samples.batch(Status.PARTIAL, results));

    assertThat(all.remarks().get(0)).contains("#20, #21 and 19 more still worked");
  }

  @Test
  void costWithoutEverybodysWordIsALowerBound() {
    var told = new Usage(1, 1, 0, 0, 0, Usage.Certainty.EXACT, Optional.of(new BigDecimal("0.50")));
    var one = Samples.result("p/a", 1).usage(told).answered("x");
    var silent = Samples.result("p/b", 1).usage(Usage.exact(5, 5)).answered("x");
    var unasked = Samples.result("p/c", 1).failed(Samples.LIMITED);

    assertThat(Comparison.of(Samples.batch(Status.PARTIAL, one, unasked)).cost()).isEqualTo("$0.5");
    assertThat(Comparison.of(Samples.batch(Status.PARTIAL, one, silent)).cost())
        .isEqualTo("at least $0.5");
    assertThat(Comparison.of(Samples.batch(Status.PARTIAL, silent)).cost()).isEqualTo("not told");
  }

  private static ModelResult late(long millis) {
    return Samples.result("p/b", millis)
        .maybeProcessed()
        .timedOut(TimedOut.Deadline.DISPATCH, Samples.millis(millis));
  }
}
