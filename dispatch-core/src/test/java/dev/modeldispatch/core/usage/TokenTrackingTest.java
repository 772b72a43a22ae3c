package dev.modeldispatch.core.usage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.modeldispatch.DispatchListener;
import dev.modeldispatch.ModelResult;
import dev.modeldispatch.ModelTarget;
import dev.modeldispatch.Prompt;
import dev.modeldispatch.Usage;
import dev.modeldispatch.testkit.ScriptedDispatcher;
import dev.modeldispatch.testkit.VirtualTime;
import dev.modeldispatch.testkit.contract.HostileDispatcher;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TokenTrackingTest {
  private static final ModelTarget A = ModelTarget.parse("p/a");

  private final VirtualTime time = new VirtualTime();
  private final ScriptedDispatcher models = new ScriptedDispatcher(time);
  private final UsageLedger ledger = new UsageLedger();
  private final TokenTracking tracking = TokenTracking.over(models, ledger);

  @Test
  void whatADispatchUsedIsWrittenDownBeforeItsFutureCompletes() {
    models.target("p/a").after(Duration.ofSeconds(1)).using(Usage.exact(8, 9)).answers("well");
    var future = tracking.dispatchAsync(A, Prompt.of("Hi"));
    var seen = future.thenApply(result -> ledger.totals().totalTokens());

    time.advance(Duration.ofSeconds(1));

    assertThat(seen.join()).isEqualTo(17);
    assertThat(ledger.totals().calls()).isEqualTo(1);
  }

  @Test
  void aCancelledDispatchIsWrittenDownOnce() {
    models.target("p/a").hangs();
    var future = tracking.dispatchAsync(A, Prompt.of("Hi"));

    future.cancel(true);

    assertThat(future).isCancelled();
    assertThat(models.running()).isZero();
    assertThat(ledger.totals().calls()).isEqualTo(1);
    assertThat(ledger.totals().answered()).isZero();
  }

  @Test
  void whoEndsTheFutureSaysWhatItHolds() {
    models.target("p/a").hangs();
    var failed = tracking.dispatchAsync(A, Prompt.of("Hi"));
    var given = tracking.dispatchAsync(A, Prompt.of("Hi"));
    var mine = ModelResult.builder(A).answered("mine");

    assertThat(failed.completeExceptionally(new IllegalStateException("enough"))).isTrue();
    assertThat(given.complete(mine)).isTrue();

    assertThat(failed.handle((result, thrown) -> thrown).join())
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("enough");
    assertThat(given.join()).isSameAs(mine);
    assertThat(models.running()).isZero();
    assertThat(ledger.totals().calls()).isEqualTo(2);
    assertThat(ledger.totals().answered()).isZero();
  }

  @Test
  void itCanBeUnwrapped() {
    assertThat(tracking.unwrap()).isSameAs(models);
    assertThat(tracking.ledger()).isSameAs(ledger);
  }

  @Test
  void trackersCanBeStacked() {
    models.target("p/a").answers("well");
    var outer = new UsageLedger();

    TokenTracking.over(tracking, outer).dispatch(A, "Hi");

    assertThat(outer.totals()).isEqualTo(ledger.totals());
  }

  @ParameterizedTest
  @EnumSource(
      value = HostileDispatcher.class,
      names = {"FAILED_FUTURE", "NULL_RESULT"})
  void aHostileFutureStillEnds(HostileDispatcher hostile) {
    var future =
        TokenTracking.over(hostile, ledger)
            .dispatchAsync(A, Prompt.of("Hi"), DispatchListener.none());

    assertThat(future).isCompletedExceptionally();
  }

  @Test
  void theLedgerIsUnaffectedByWhatNeverEnds() {
    var future =
        TokenTracking.over(HostileDispatcher.FOREVER, ledger).dispatchAsync(A, Prompt.of("x"));

    assertThat(future.cancel(true)).isTrue();

    assertThat(future).isCancelled();
    assertThat(ledger.totals().calls()).isZero();
  }
}
