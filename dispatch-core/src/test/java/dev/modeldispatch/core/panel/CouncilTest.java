package dev.modeldispatch.core.panel;

import static dev.modeldispatch.core.panel.Fleet.FIVE;
import static dev.modeldispatch.core.panel.Fleet.JUDGE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.modeldispatch.FailureKind;
import dev.modeldispatch.core.panel.PanelRequest.Kind;
import dev.modeldispatch.core.panel.PanelResult.Basis;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class CouncilTest {
  private final Fleet fleet = new Fleet();

  @Test
  void membersProposeAnswerEachOtherAndTheJudgeSumsUp() {
    fleet.saying("the sum", "p0", "p1", "p2", "p3", "p4");
    fleet.models.target(FIVE.get(0)).then().answers("r0");

    PanelResult result = fleet.ask(Fleet.request(Kind.COUNCIL));

    assertThat(result.basis()).isEqualTo(Basis.JUDGE);
    assertThat(result.answer()).contains("the sum");
    assertThat(result.rounds()).hasSize(2);
    assertThat(fleet.asked(FIVE.get(1)).get(1))
        .contains("Opinion A:\n```\np0\n```", "Opinion E:", "You said before:\n```\np1\n```")
        .doesNotContain("Opinion B:", "a/m");
    assertThat(fleet.asked(JUDGE).get(0)).contains("Opinion A:\n```\nr0\n```").doesNotContain("p0");
  }

  @Test
  void failedTurnsAreSkippedNamedAndWhatWasSaidStands() {
    fleet.saying("the sum", "p0", "p1", "p2", "p3");
    fleet.models.target(FIVE.get(4)).fails(FailureKind.SERVER_ERROR).then().answers("late");
    fleet.models.target(FIVE.get(3)).then().fails(FailureKind.OVERLOADED);

    PanelResult result = fleet.ask(Fleet.request(Kind.COUNCIL));

    assertThat(result.notes())
        .containsExactly(
            "Round 1: e/m skipped its turn (server_error).",
            "Round 2: d/m skipped its turn (overloaded).");
    assertThat(fleet.asked(JUDGE).get(0)).contains("p3", "late");
  }

  @Test
  void turnTimeoutSkipsWhoHangs() {
    fleet.saying("the sum", "p0", "p1", "p2", "p3").models.target(FIVE.get(4)).hangs();

    var request = Fleet.request(Kind.COUNCIL).rebuttals(2).turnTimeout(Duration.ofSeconds(5));
    PanelResult result = fleet.askFor(request, 30);

    assertThat(result.elapsed()).isEqualTo(Duration.ofSeconds(15));
    assertThat(result.notes()).hasSize(3).allMatch(note -> note.contains("deadline_exceeded"));
    assertThat(result.basis()).isEqualTo(Basis.JUDGE);
  }

  @Test
  void roundsShareTheDeadlineAndTheJudgeKeepsItsQuarter() {
    fleet.saying("the sum", "p0", "p1", "p2", "p3").models.target(FIVE.get(4)).hangs();

    var request = Fleet.request(Kind.COUNCIL).deadline(Duration.ofSeconds(40));
    PanelResult result = fleet.askFor(request, 60);

    assertThat(result.rounds())
        .extracting(round -> round.elapsed().toSeconds())
        .containsExactly(15L, 15L);
    assertThat(result.basis()).isEqualTo(Basis.JUDGE);
  }

  @Test
  void budgetEndsTheRoundsAndSaysSo() {
    fleet.saying("the sum", "p0", "p1", "p2", "p3", "p4");

    PanelResult result = fleet.ask(Fleet.request(Kind.COUNCIL).rebuttals(3).maxTokens(20));

    assertThat(result.rounds()).hasSize(2);
    assertThat(result.basis()).isEqualTo(Basis.FALLBACK);
    assertThat(result.answer()).contains("p0");
    assertThat(result.notes())
        .containsExactly(
            "No tokens were left for round 3 (20 used).",
            "No tokens were left for the judge (20 used).",
            "Fell back to what a/m said last.");
  }

  @Test
  void oneWhoSaysSomethingNeedsNoRoundAndNoJudge() {
    fleet.models.others().fails(FailureKind.SERVER_ERROR);
    fleet.models.target(FIVE.get(2)).answers("alone");

    PanelResult result = fleet.ask(Fleet.request(Kind.COUNCIL));

    assertThat(result.basis()).isEqualTo(Basis.MEMBERS);
    assertThat(result.answer()).contains("alone");
    assertThat(result.rounds()).hasSize(1);
    assertThat(fleet.asked(JUDGE)).isEmpty();
  }

  @Test
  void twoWhoSaySomethingAreACouncil() {
    fleet.models.others().fails(FailureKind.SERVER_ERROR);
    fleet.models.target(FIVE.get(2)).answers("one");
    fleet.models.target(FIVE.get(3)).answers("two");
    fleet.models.target(JUDGE).answers("the sum");

    assertThat(fleet.ask(Fleet.request(Kind.COUNCIL)).answer()).contains("the sum");
  }

  @Test
  void withoutRebuttalsTheProposalsAreSummedUp() {
    fleet.saying("the sum", "p0", "p1", "p2", "p3", "p4");

    assertThat(fleet.ask(Fleet.request(Kind.COUNCIL).rebuttals(0)).rounds()).hasSize(1);
  }
}
