package dev.modeldispatch.core.panel;

import static dev.modeldispatch.core.panel.Fleet.FIVE;
import static dev.modeldispatch.core.panel.Fleet.JUDGE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.modeldispatch.FailureKind;
import dev.modeldispatch.core.panel.PanelRequest.Kind;
import dev.modeldispatch.core.panel.PanelResult.Basis;
import dev.modeldispatch.core.panel.PanelResult.Outcome;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConsensusTest {
  private final Fleet fleet = new Fleet();

  /** N: no objection, Y: an objection, -: fails, ?: says neither. */
  @ParameterizedTest
  @CsvSource({
    "NNNNN, N, ACCEPTED, MEMBERS",
    "NNYNN, Y, ACCEPTED, MEMBERS",
    "NYYNN, N, ACCEPTED, JUDGE",
    "NYYNN, Y, STOPPED, JUDGE",
    "NYYNN, -, STOPPED, FALLBACK",
    "NYYNN, ?, STOPPED, FALLBACK",
    "NYYYN, N, STOPPED, MEMBERS",
    "YYYYY, N, STOPPED, MEMBERS",
    "NNNN-, Y, ACCEPTED, MEMBERS",
    "NNN--, Y, STOPPED, JUDGE",
    "NNNY-, N, ACCEPTED, JUDGE",
    "YY---, N, ACCEPTED, JUDGE",
    "NNN??, N, ACCEPTED, JUDGE",
    "-----, N, UNDECIDED, NONE",
    "?????, N, UNDECIDED, NONE",
  })
  void objectionsAndTheMissingDecide(String members, String judge, Outcome outcome, Basis basis) {
    for (int i = 0; i < members.length(); i++) {
      script(FIVE.get(i), members.charAt(i));
    }
    script(JUDGE, judge.charAt(0));

    PanelResult result = fleet.ask(Fleet.request(Kind.CONSENSUS));

    assertThat(result.outcome()).isEqualTo(outcome);
    assertThat(result.basis()).isEqualTo(basis);
    assertThat(fleet.asked(JUDGE)).hasSize(basis == Basis.JUDGE || basis == Basis.FALLBACK ? 1 : 0);
  }

  @Test
  void votesAndReasonsAreKept() {
    fleet.saying(
        "{\"objects\":true,\"reasons\":[\"It leaks.\"]}",
        said(false),
        said(true),
        said(true),
        said(false),
        said(false));

    PanelResult result = fleet.ask(Fleet.request(Kind.CONSENSUS));

    assertThat(result.votes())
        .extracting(PanelResult.Vote::objects)
        .containsExactly(false, true, true, false, false);
    assertThat(result.votes().get(1).reasons()).containsExactly("secret reason");
    assertThat(result.why()).contains("It leaks.");
    assertThat(result + " " + result.votes()).doesNotContain("secret");
  }

  @Test
  void missingAreToldAndOnlyThey() {
    for (int i = 0; i < 5; i++) {
      script(FIVE.get(i), "NN?-N".charAt(i));
    }
    script(JUDGE, 'N');

    assertThat(fleet.ask(Fleet.request(Kind.CONSENSUS)).notes())
        .containsExactly("2 of 5 gave no opinion.");

    var whole = new Fleet();
    whole.saying("", said(false), said(false), said(false), said(false), said(false));
    assertThat(whole.ask(Fleet.request(Kind.CONSENSUS)).notes()).isEmpty();
  }

  @Test
  void thresholdsCanBeSet() {
    fleet.saying(said(true), said(true), said(true), said(false), said(false), said(false));

    PanelResult result = fleet.ask(Fleet.request(Kind.CONSENSUS).thresholds(2, 5));

    assertThat(result.outcome()).isEqualTo(Outcome.ACCEPTED);
    assertThat(result.basis()).isEqualTo(Basis.MEMBERS);
  }

  private void script(dev.modeldispatch.ModelTarget target, char what) {
    var script = fleet.models.target(target);
    switch (what) {
      case 'Y' -> script.answers(said(true));
      case 'N' -> script.answers(said(false));
      case '?' -> script.answers("Well, {\"it\": depends}");
      default -> script.fails(FailureKind.OVERLOADED);
    }
  }

  private static String said(boolean objects) {
    return "{\"objects\":" + objects + ",\"reasons\":[\"secret reason\"]}";
  }
}
