package dev.modeldispatch.core.limit;

import dev.modeldispatch.Failure;

/** What became of a wish to go. */
public sealed interface Entry {
  /**
   * It goes now.
   *
   * @param pass has to be ended once
   */
  record Go(Pass pass) implements Entry {}

  /**
   * It will be admitted or refused, or has to withdraw.
   *
   * @param waitsFor for what it waits
   */
  record Wait(String waitsFor) implements Entry {}

  /**
   * It does not go, and holds nothing.
   *
   * @param failure why
   */
  record Refused(Failure failure) implements Entry {}
}
