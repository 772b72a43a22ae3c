package dev.modeldispatch.core.panel;

/** How one kind of panel goes on after each round. */
interface Procedure {
  /** Begins the first round. */
  void begin();

  /** Returns the procedure of this kind of panel. */
  static Procedure of(PanelRun run) {
    return switch (run.request().kind()) {
      case SECOND_OPINION -> new SecondOpinion(run);
      case CONSENSUS -> new Consensus(run);
      case COUNCIL -> new Council(run);
    };
  }
}
