package dev.modeldispatch.core.workspace;

/** Hears of each step after which a process may be killed; for tests of what comes after. */
interface StepWatch {
  /** Nobody listens. */
  StepWatch NONE = step -> {};

  /** The step is done. */
  void at(String step);
}
