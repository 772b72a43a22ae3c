package dev.modeldispatch.core.panel;

import dev.modeldispatch.ModelResult;
import dev.modeldispatch.core.panel.PanelResult.Basis;
import dev.modeldispatch.core.panel.PanelResult.Outcome;
import dev.modeldispatch.core.panel.PanelResult.Vote;
import java.util.List;
import java.util.Optional;

/** What a panel comes to, before the run adds what it keeps. */
record Decision(
    Outcome outcome,
    Basis basis,
    Optional<String> answer,
    Optional<String> why,
    Optional<ModelResult> chosen,
    List<Vote> votes) {

  static Decision none() {
    return of(Outcome.UNDECIDED, Basis.NONE);
  }

  static Decision of(Outcome outcome, Basis basis) {
    return new Decision(
        outcome, basis, Optional.empty(), Optional.empty(), Optional.empty(), List.of());
  }

  /** An opinion as it is. */
  static Decision opinion(Basis basis, Opinion opinion) {
    return new Decision(
        Outcome.ANSWERED,
        basis,
        Optional.of(opinion.text()),
        Optional.empty(),
        Optional.of(opinion.answer()),
        List.of());
  }

  Decision with(List<Vote> votes) {
    return new Decision(outcome, basis, answer, why, chosen, votes);
  }

  Decision because(Optional<String> why) {
    return new Decision(outcome, basis, answer, why, chosen, votes);
  }

  @Override
  public String toString() {
    return "Decision[" + outcome + " by " + basis + "]";
  }
}
