package dev.modeldispatch.core.limit;

import dev.modeldispatch.Failure;
import dev.modeldispatch.ModelTarget;
import java.time.Duration;

/**
 * Someone who wants to go to a provider, at most once at a time.
 *
 * <p>A wish that waits is either admitted or refused, once, unless it is withdrawn before. It is
 * called on any thread, also within another wish's call to the lane, and never under the lane's
 * lock.
 */
public interface Wish {
  /** {@return whom it wants to ask} */
  ModelTarget target();

  /** {@return about how many tokens it will take} */
  long tokens();

  /** {@return how long it can wait at most} */
  Duration remaining();

  /** It is its turn. The pass has to be ended once, also if nobody wants to go any more. */
  void admitted(Pass pass);

  /** It will not get its turn, and holds nothing. */
  void refused(Failure failure);

  /** It waits for something else now. May come late: to be ignored unless it still waits. */
  void waitsFor(String what);
}
