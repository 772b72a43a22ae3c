package dev.modeldispatch.core.panel;

import com.fasterxml.jackson.databind.JsonNode;
import dev.modeldispatch.BatchResult;
import dev.modeldispatch.ModelResult;
import dev.modeldispatch.core.internal.JsonInText;
import dev.modeldispatch.core.panel.PanelResult.Basis;
import dev.modeldispatch.core.panel.PanelResult.Outcome;
import dev.modeldispatch.core.report.Agreement;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/** All members answer; the judge picks the best and answers. */
final class SecondOpinion implements Procedure {
  private final PanelRun run;

  SecondOpinion(PanelRun run) {
    this.run = run;
  }

  @Override
  public void begin() {
    var prompt = run.request().prompt();
    run.round(Collections.nCopies(run.request().members().size(), prompt), 1, this::judge);
  }

  private void judge(BatchResult round) {
    List<Opinion> opinions = run.opinions(round);
    if (opinions.size() < 2) {
      run.settleWithFew(opinions);
      return;
    }
    run.judge(
        Words.ruling(run.request().prompt(), opinions),
        opinions,
        judgement -> run.settle(decision(round, opinions, judgement)));
  }

  private Decision decision(
      BatchResult round, List<Opinion> opinions, Optional<ModelResult> judgement) {
    return judgement
        .flatMap(result -> run.readable(result, said -> ruled(opinions, said)))
        .orElseGet(() -> fallback(round, opinions));
  }

  private Optional<Decision> ruled(List<Opinion> opinions, String said) {
    JsonNode ruling = JsonInText.find(said).map(JsonInText::value).orElse(null);
    if (ruling == null || !ruling.path("why").isTextual()) {
      return Optional.empty();
    }
    boolean writes = run.request().prompt().jsonSchema().isEmpty();
    if (writes && !ruling.path("answer").isTextual()) {
      return Optional.empty();
    }
    return opinions.stream()
        .filter(opinion -> opinion.letter().equals(ruling.path("best").asText()))
        .findFirst()
        .map(
            best ->
                new Decision(
                    Outcome.ANSWERED,
                    Basis.JUDGE,
                    Optional.of(writes ? ruling.path("answer").asText() : best.text()),
                    Optional.of(ruling.path("why").asText()),
                    Optional.of(best.answer()),
                    List.of()));
  }

  /** What most of the structured answers say, else the first answer. */
  private Decision fallback(BatchResult round, List<Opinion> opinions) {
    var agreement = Agreement.of(round);
    boolean majority =
        agreement.verdict() == Agreement.Verdict.UNANIMOUS
            || agreement.verdict() == Agreement.Verdict.MAJORITY;
    List<Integer> slots = majority ? agreement.votes().get(0).slots() : List.of();
    Opinion taken =
        opinions.stream()
            .filter(opinion -> slots.contains(opinion.slot()))
            .findFirst()
            .orElse(opinions.get(0));
    run.note(
        "Fell back to "
            + taken.answer().target()
            + (slots.contains(taken.slot())
                ? ", which says what " + slots.size() + " of " + agreement.counted() + " say."
                : ", the first that answered, in the order of the members."));
    return Decision.opinion(Basis.FALLBACK, taken);
  }
}
