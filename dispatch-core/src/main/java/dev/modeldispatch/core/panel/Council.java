package dev.modeldispatch.core.panel;

import dev.modeldispatch.BatchResult;
import dev.modeldispatch.ModelResult;
import dev.modeldispatch.Prompt;
import dev.modeldispatch.Unanswered;
import dev.modeldispatch.core.panel.PanelResult.Basis;
import dev.modeldispatch.core.panel.PanelResult.Outcome;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Proposals, rounds of rebuttals, a synthesis. A turn that fails is skipped and named; what the
 * member said before stands.
 */
final class Council implements Procedure {
  private final PanelRun run;
  private final Map<Integer, Opinion> statements = new TreeMap<>();
  private int round;

  Council(PanelRun run) {
    this.run = run;
  }

  @Override
  public void begin() {
    var prompt = run.request().prompt();
    int rounds = 1 + run.request().rebuttals();
    run.round(Collections.nCopies(run.request().members().size(), prompt), rounds, this::heard);
  }

  private void heard(BatchResult turns) {
    round++;
    run.opinions(turns).forEach(opinion -> statements.put(opinion.slot(), opinion));
    for (Unanswered skipped : turns.failures()) {
      String kind = skipped.failure().kind().code();
      run.note("Round " + round + ": " + skipped.target() + " skipped its turn (" + kind + ").");
    }
    List<Opinion> said = List.copyOf(statements.values());
    int roundsLeft = run.request().rebuttals() + 1 - round;
    if (said.size() < 2) {
      run.settleWithFew(said);
    } else if (roundsLeft > 0 && run.mayGoOn("round " + (round + 1))) {
      run.round(rebuttals(), roundsLeft, this::heard);
    } else {
      run.judge(Words.synthesis(run.request().prompt(), said), said, this::sumUp);
    }
  }

  private List<Prompt> rebuttals() {
    List<Prompt> prompts = new ArrayList<>();
    for (int slot = 0; slot < run.request().members().size(); slot++) {
      int me = slot;
      List<Opinion> own = statements.values().stream().filter(one -> one.slot() == me).toList();
      List<Opinion> others = statements.values().stream().filter(one -> one.slot() != me).toList();
      prompts.add(Words.rebuttal(run.request().prompt(), own, others));
    }
    return prompts;
  }

  private void sumUp(Optional<ModelResult> judgement) {
    run.settle(
        judgement
            .flatMap(result -> run.readable(result, text -> Optional.of(synthesis(text))))
            .orElseGet(this::fallback));
  }

  private static Decision synthesis(String text) {
    return new Decision(
        Outcome.ANSWERED,
        Basis.JUDGE,
        Optional.of(text),
        Optional.empty(),
        Optional.empty(),
        List.of());
  }

  private Decision fallback() {
    Opinion taken = statements.values().iterator().next();
    run.note("Fell back to what " + taken.answer().target() + " said last.");
    return Decision.opinion(Basis.FALLBACK, taken);
  }
}
