package dev.modeldispatch.core.batch;

import dev.modeldispatch.Cancelled;
import dev.modeldispatch.ModelResult;
import dev.modeldispatch.connector.ResultFuture;
import java.util.Optional;

/** A slot as the work behind its views. */
record SlotWork(Slot slot) implements ResultFuture.Work<ModelResult> {
  @Override
  public boolean cancel() {
    return slot.callOff(Called.off(Cancelled.Reason.CALLER)) || slot.result() == null;
  }

  @Override
  public Optional<ModelResult> outcome() {
    return Optional.ofNullable(slot.result());
  }
}
