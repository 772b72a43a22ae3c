package dev.modeldispatch.samples.recipes;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Runs every recipe as a reader would, and checks what it prints. */
class RecipesTest {
  private static List<String> run(Consumer<String[]> recipe) {
    var printed = new ByteArrayOutputStream();
    PrintStream before = System.out;
    System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
    try {
      recipe.accept(new String[0]);
    } finally {
      System.setOut(before);
    }
    return printed.toString(StandardCharsets.UTF_8).lines().toList();
  }

  @Test
  void askOneShowsAnAnswerAndThreeWaysToHaveNone() {
    List<String> lines = run(AskOne::main);

    assertThat(lines).hasSize(4);
    assertThat(lines.get(0)).isEqualTo("local/wise: Because air scatters blue light most.");
    assertThat(lines.get(1)).startsWith("local/poor: quota_exhausted, ");
    assertThat(lines.get(2)).startsWith("elsewhere/model: provider_not_connected, ");
    assertThat(lines.get(3)).startsWith("local/mute: deadline_exceeded, ");
  }

  @Test
  void compareThreeKeepsTheOrderOfAsking() {
    String printed = String.join("\n", run(CompareThree::main));

    assertThat(printed)
        .containsSubsequence(
            "--- local/brief [OK]", "42.", "--- local/chatty [OK]", "--- local/poor [ERROR]")
        .contains("Success: 2/3 | Errors: 1", "status PARTIAL, tokens ");
  }

  @Test
  void cancelOneTargetLeavesTheOthersAlone() {
    List<String> lines = run(CancelOneTarget::main);

    assertThat(lines)
        .containsExactly(
            "first: local/quick ANSWERED",
            "cancelled while it ran: true",
            "cancelled again: false",
            "local/quick ANSWERED",
            "local/stuck CANCELLED",
            "local/slow ANSWERED");
  }

  @Test
  void firstAnswerWinsEndsTheOthersAndTellsIfThereIsNone() {
    List<String> lines = run(FirstAnswerWins::main);

    assertThat(lines).hasSize(6);
    assertThat(lines.subList(0, 2))
        .containsExactly("status COMPLETE", "  winner local/quick: Paris.");
    assertThat(lines.get(2)).startsWith("  no answer from local/poor: ");
    assertThat(lines.get(3))
        .isEqualTo("  no answer from local/stuck: the batch had what it wanted");
    assertThat(lines.get(4)).isEqualTo("status FAILED");
    assertThat(lines.get(5)).startsWith("  no answer from local/poor: ");
  }

  @Test
  void batchDeadlineAlsoEndsWhatWaitsForItsTurn() {
    List<String> lines = run(BatchDeadline::main);

    assertThat(lines)
        .containsExactly(
            "3 at once: PARTIAL",
            "  local/quick ANSWERED",
            "  local/stuck TIMED_OUT, batch deadline",
            "  local/quick ANSWERED",
            "1 at once: PARTIAL",
            "  local/quick ANSWERED",
            "  local/stuck TIMED_OUT, batch deadline",
            "  local/quick TIMED_OUT, batch deadline");
  }

  @Test
  void askOpencodeShowsTheAnswerAsItComesAndTwoWaysToHaveNone() {
    assertThat(run(AskOpencode::main))
        .containsExactly(
            "Because air scatters blue light.",
            "fake/unknown: model_not_found",
            "elsewhere/model: provider_not_connected");
  }

  @Test
  void compareOpencodeKeepsTheOrderOfAsking() {
    assertThat(String.join("\n", run(CompareOpencode::main)))
        .containsSubsequence("--- fake/brief [OK]", "--- fake/chatty [OK]", "--- fake/sure [OK]")
        .contains("Success: 3/3");
  }

  @Test
  void structuredAnswerTakesOnlyWhatMeetsTheSchema() {
    assertThat(run(StructuredAnswer::main))
        .containsExactly(
            "fake/judge: {\"verdict\":\"good\",\"score\":7}", "fake/sloppy: structured_output");
  }

  @Test
  void typedAnswerIsAValueOrTellsWhereItDoesNotFit() {
    List<String> lines = run(TypedAnswer::main);

    assertThat(lines).hasSize(4);
    assertThat(lines.subList(0, 3))
        .containsExactly(
            "LOW: Tested.",
            "local/careful approves: true",
            "local/sloppy structured_output (/approve: expected boolean)");
    assertThat(lines.get(3)).startsWith("local/unknown model_not_found (");
  }

  @Test
  void followUpGoesOnAndLeavesNoSession() {
    assertThat(run(FollowUp::main))
        .containsExactly(
            "first: Paris, as far as I know.",
            "second: Paris, as far as I know.",
            "still open: false");
  }

  @Test
  void checkTargetsFirstAsksOnlyWhatIsReady() {
    List<String> lines = run(CheckTargetsFirst::main);

    assertThat(lines.subList(0, 5))
        .containsExactly(
            "local/wise READY",
            "local/wize UNKNOWN",
            "  Nearest in its list: wise. Asking will show.",
            "elsewhere/model NOT_READY",
            "  Connect it when building the dispatcher, or pick a connected provider.");
    assertThat(String.join("\n", lines)).contains("--- local/wise [OK]", "Success: 1/1");
  }

  @Test
  void goOnInAConversationSendsWhatWasAnsweredBefore() {
    assertThat(run(GoOnInAConversation::main))
        .containsExactly(
            "Paris.",
            "invalid_request",
            "About two million.",
            "sent: The capital of France?",
            "sent: Paris.",
            "sent: Its people?",
            "invalid_request");
  }

  @Test
  void askEachProviderTakesTheFirstModelOfEach() {
    assertThat(String.join("\n", run(AskEachProvider::main)))
        .contains("--- fake/wise [OK]", "Paris", "Success: 1/1");
  }

  @Test
  void askAnotherOnFailureGoesByTheCause() {
    assertThat(run(AskAnotherOnFailure::main))
        .containsExactly(
            "1. local/small: context_overflow",
            "2. backup/large-context: answered",
            "1. local/picky: invalid_request",
            "1. local/locked: auth_rejected",
            "2. backup/last: answered",
            "   local/spare was not asked: its provider lately failed with auth_rejected.");
  }

  @Test
  void hedgeASlowModelAccountsForTheLoser() {
    assertThat(run(HedgeASlowModel::main))
        .containsExactly(
            "Paris. says other/quick",
            "local/stuck: cancelled, sent MAYBE",
            "other/quick: answered, sent YES");
  }

  @Test
  void protectAProviderQueuesAndOpensTheBreaker() {
    List<String> lines = run(ProtectAProvider::main);

    assertThat(lines).hasSize(7);
    assertThat(lines.get(0)).isEqualTo("one waits for a place at provider 'small' (1 at a time)");
    assertThat(lines.get(1)).isEqualTo("2 answers");
    assertThat(lines.subList(2, 6)).allMatch(line -> line.contains("server_error"));
    assertThat(lines.get(6)).contains("circuit_open", "4 of 4 calls failed");
  }

  @Test
  void askByFilesAnswersOneThenSixInTwoBatches() {
    assertThat(run(AskByFiles::main))
        .containsExactly(
            "Read: Why is it red?",
            "Read: Case 1",
            "Read: Case 2",
            "Read: Case 3",
            "Read: Case 4",
            "Read: Case 5",
            "Read: Case 6",
            "batch 2: DONE, 2 cases",
            "7 answers written");
  }

  @Test
  void streamAnAnswerPrintsItAsItComesAndThenTheResult() {
    assertThat(run(StreamAnAnswer::main))
        .containsExactly(
            "Because air scatters blue light most.",
            "(37 characters)",
            "local/poor: quota_exhausted");
  }

  @Test
  void nameYourOwnFailureChangesTheName() {
    List<String> lines = run(NameYourOwnFailure::main);

    assertThat(lines.get(0)).startsWith("server_error: ");
    assertThat(lines.get(1))
        .startsWith("quota_exhausted: ")
        .endsWith("user rule 1: 503 + code budget_gone)");
    assertThat(lines.get(2)).isEqualTo("retryable false; Ask the platform team for more budget.");
  }

  @Test
  void giveToolsToAnAgentMendsItsCallAndCompares() {
    List<String> lines = run(GiveToolsToAnAgent::main);

    assertThat(lines.get(0))
        .startsWith("[batch-dispatch error] invalid_request: 3 problems: ")
        .contains("Unknown argument: \"promt\"", "models is missing");
    assertThat(String.join("\n", lines))
        .containsSubsequence(
            "=== batch-dispatch to 2 models ===",
            "--- local/careful [OK] (",
            "--- local/quick [OK] (",
            "Success: 2/2",
            "One of two reviewers found an error");
  }

  @Test
  void askAPanelFallsBackIfItsJudgeFailsAndSaysSo() {
    List<String> lines = run(AskAPanel::main);

    assertThat(lines.subList(0, 7))
        .containsExactly(
            "FALLBACK: Yes.",
            "  The judge fleet/poor failed: quota_exhausted.",
            "  Fell back to fleet/a, the first that answered, in the order of the members.",
            "  opinions: 4 of 5",
            "JUDGE: No.",
            "  opinions: 4 of 5",
            "why: It names the reason.");
    assertThat(lines.get(7)).startsWith("**Complete**: 5 of 6 answered; the batch had what it");
  }
}
