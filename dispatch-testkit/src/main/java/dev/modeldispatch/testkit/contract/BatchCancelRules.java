package dev.modeldispatch.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.modeldispatch.BatchRequest;
import dev.modeldispatch.BatchResult;
import dev.modeldispatch.Cancelled;
import dev.modeldispatch.ModelResult.Status;
import dev.modeldispatch.ModelTarget;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;

/** What a batch keeps when it is cancelled, in whole or in part. */
abstract class BatchCancelRules extends BatchFixture {
  @Test
  void cancellingASlotLeavesItsSiblings() throws Exception {
    models.others().hangs();
    var batch = start(BatchRequest.of(ABC, HI));
    models.awaitRunning(3, patience());

    assertThat(batch.cancel(1)).isTrue();

    var slot = get(batch.result(1));
    assertThat(slot).isInstanceOf(Cancelled.class);
    assertThat(((Cancelled) slot).reason()).isEqualTo(Cancelled.Reason.CALLER);
    assertThat(batch.cancel(1)).isFalse();
    models.awaitRunning(2, patience());
    assertThat(batch.result(0)).isNotDone();
    batch.cancel();
    assertThat(end(batch).results()).hasOnlyElementsOfType(Cancelled.class);
  }

  @Test
  void cancellingATargetCancelsAllOfItsSlots() throws Exception {
    models.others().hangs();
    var batch = start(BatchRequest.of(ModelTarget.list("a/1", "b/2", "a/1"), HI));
    models.awaitRunning(3, patience());

    assertThat(batch.cancel(ModelTarget.parse("a/1"))).isEqualTo(2);

    assertThat(get(batch.result(2))).isInstanceOf(Cancelled.class);
    models.awaitRunning(1, patience());
    assertThat(batch.cancel(ModelTarget.parse("a/1"))).isZero();
    batch.close();
  }

  @Test
  void closingCancelsWhatIsUnfinished() throws Exception {
    models.target("a/1").answers("a");
    models.others().hangs();
    var batch = start(BatchRequest.of(ABC, HI));
    models.awaitRunning(2, patience());
    get(batch.result(0));

    batch.close();

    var result = end(batch);
    assertThat(statuses(result))
        .containsExactly(Status.ANSWERED, Status.CANCELLED, Status.CANCELLED);
    assertThat(reasons(result)).containsOnly(Cancelled.Reason.BATCH);
    assertThat(result.status()).isEqualTo(BatchResult.Status.PARTIAL);
    models.awaitRunning(0, patience());
  }

  @Test
  void cancellingAViewCancelsTheBatchAndOtherViewsCompleteNormally() throws Exception {
    models.others().hangs();
    var batch = start(BatchRequest.of(ABC, HI));
    models.awaitRunning(3, patience());
    var other = batch.result();

    assertThat(batch.result().cancel(true)).isTrue();

    assertThat(get(other).results()).hasOnlyElementsOfType(Cancelled.class);
    assertThat(batch.await().results()).hasSize(3);
    models.awaitRunning(0, patience());
  }

  @Test
  void cancellingAViewOfASlotCancelsTheSlot() throws Exception {
    models.others().hangs();
    var batch = start(BatchRequest.of(ABC, HI));
    models.awaitRunning(3, patience());
    var view = batch.result(1);

    view.cancel(true);

    assertThatThrownBy(view::join).isInstanceOf(CancellationException.class);
    models.awaitRunning(2, patience());
    batch.cancel();
    var slot = end(batch).results().get(1);
    assertThat(slot).isInstanceOf(Cancelled.class);
    assertThat(((Cancelled) slot).reason()).isEqualTo(Cancelled.Reason.CALLER);
  }

  @Test
  void interruptingTheOneWhoAwaitsCancelsWhatIsUnfinished() throws Exception {
    models.target("a/1").answers("a");
    models.others().hangs();
    var batch = start(BatchRequest.of(ABC, HI));
    models.awaitRunning(2, patience());
    get(batch.result(0));
    var asking = new Asking<>(batch::await);

    asking.interrupt();

    var result = asking.result(patience());
    assertThat(statuses(result))
        .containsExactly(Status.ANSWERED, Status.CANCELLED, Status.CANCELLED);
    assertThat(reasons(result)).containsOnly(Cancelled.Reason.INTERRUPTED);
    assertThat(asking.endedInterrupted()).isTrue();
    models.awaitRunning(0, patience());
  }
}
