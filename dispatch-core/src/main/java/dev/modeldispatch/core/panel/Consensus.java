package dev.modeldispatch.core.panel;

import com.fasterxml.jackson.databind.JsonNode;
import dev.modeldispatch.BatchResult;
import dev.modeldispatch.ModelResult;
import dev.modeldispatch.core.internal.JsonInText;
import dev.modeldispatch.core.panel.PanelResult.Basis;
import dev.modeldispatch.core.panel.PanelResult.Outcome;
import dev.modeldispatch.core.panel.PanelResult.Vote;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * All members say whether they object. Who is missing may object, too: it is accepted only if it
 * would be with their objections, and stopped only by those that were made.
 */
final class Consensus implements Procedure {
  /** What an answer says. */
  private record Said(boolean objects, List<String> reasons) {}

  private final PanelRun run;

  Consensus(PanelRun run) {
    this.run = run;
  }

  @Override
  public void begin() {
    var prompt = Words.objection(run.request().prompt());
    run.round(Collections.nCopies(run.request().members().size(), prompt), 1, this::count);
  }

  private void count(BatchResult round) {
    List<Opinion> opinions =
        run.opinions(round).stream().filter(one -> said(one.text()).isPresent()).toList();
    List<Vote> votes = opinions.stream().map(Consensus::vote).toList();
    int objections = (int) votes.stream().filter(Vote::objects).count();
    int missing = run.request().members().size() - votes.size();
    if (missing > 0) {
      run.note(missing + " of " + run.request().members().size() + " gave no opinion.");
    }
    if (votes.isEmpty()) {
      run.settle(Decision.none());
    } else if (objections >= run.request().stopFrom()) {
      run.settle(Decision.of(Outcome.STOPPED, Basis.MEMBERS).with(votes));
    } else if (objections + missing <= run.request().acceptUpTo()) {
      run.settle(Decision.of(Outcome.ACCEPTED, Basis.MEMBERS).with(votes));
    } else {
      run.judge(
          Words.decision(run.request().prompt(), opinions),
          opinions,
          judgement -> run.settle(decision(judgement).with(votes)));
    }
  }

  private Decision decision(Optional<ModelResult> judgement) {
    return judgement
        .flatMap(result -> run.readable(result, text -> said(text).map(Consensus::judged)))
        .orElseGet(
            () -> {
              run.note("Fell back to a stop, since the members do not agree.");
              return Decision.of(Outcome.STOPPED, Basis.FALLBACK);
            });
  }

  private static Decision judged(Said said) {
    return Decision.of(said.objects() ? Outcome.STOPPED : Outcome.ACCEPTED, Basis.JUDGE)
        .because(Optional.of(String.join("\n", said.reasons())));
  }

  private static Vote vote(Opinion opinion) {
    Said said = said(opinion.text()).orElseThrow();
    return new Vote(opinion.slot(), opinion.answer().target(), said.objects(), said.reasons());
  }

  private static Optional<Said> said(String text) {
    JsonNode json = JsonInText.find(text).map(JsonInText::value).orElse(null);
    if (json == null || !json.path("objects").isBoolean()) {
      return Optional.empty();
    }
    List<String> reasons = new ArrayList<>();
    json.path("reasons").forEach(reason -> reasons.add(reason.asText()));
    return Optional.of(new Said(json.path("objects").asBoolean(), reasons));
  }
}
