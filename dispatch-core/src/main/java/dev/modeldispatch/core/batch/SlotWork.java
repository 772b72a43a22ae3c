package dev.modeldispatch.core.batch;

import dev.modeldispatch.Cancelled;
import dev.modeldispatch.ModelResult;
import dev.modeldispatch.connector.ResultFuture;
import java.util.Optional;

/**
 * A slot as the work behind one view. The view handed out is a copy: it ends first, as its caller
 * says, and the slot with it.
 */
record SlotWork(Slot slot) implements ResultFuture.Work<ModelResult> {
  @Override
  public boolean cancel() {
    boolean unsettled = slot.result() == null;
    slot.callOff(Called.off(Cancelled.Reason.CALLER));
    return unsettled;
  }

  @Override
  public Optional<ModelResult> outcome() {
    return Optional.ofNullable(slot.result());
  }
}
