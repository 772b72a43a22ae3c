package dev.modeldispatch.samples.benchmarks.simulation;

/**
 * How a user takes what it hears.
 *
 * @param listens whether it has a listener at all
 * @param throwsAt the event at which its listener throws; 0 for none
 * @param cancelsAt the event at which its listener calls the dispatch off; 0 for none
 * @param asksAt the event at which its listener asks something else; 0 for none
 * @param leaves when and how it calls the dispatch off from outside
 */
record Mood(boolean listens, int throwsAt, int cancelsAt, int asksAt, Leaving leaves) {
  static final Mood PATIENT = new Mood(true, 0, 0, 0, Leaving.STAYS);

  /** Whoever does something at the first event. */
  static final Mood HASTY = new Mood(true, 0, 1, 0, Leaving.STAYS);

  /** How a user gives up from outside. */
  enum Leaving {
    /** It does not. */
    STAYS,
    /** Cancels the future, or the slot. */
    CANCELS,
    /** Cancels a future that was derived from it, or from the slot's. */
    CANCELS_DERIVED,
    /** Completes the future itself, or the slot's. */
    COMPLETES
  }

  boolean throwsAt(int event) {
    return throwsAt == event;
  }

  boolean asksAt(int event) {
    return asksAt == event;
  }

  boolean cancelsAt(int event) {
    return cancelsAt == event;
  }
}
