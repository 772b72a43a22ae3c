package dev.modeldispatch.core.usage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.modeldispatch.Failure;
import dev.modeldispatch.FailureKind;
import dev.modeldispatch.ModelResult;
import dev.modeldispatch.ModelTarget;
import dev.modeldispatch.Prompt;
import dev.modeldispatch.Usage;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UsageLedgerTest {
  private static final ModelTarget A = ModelTarget.parse("p/a");

  private final UsageLedger ledger = new UsageLedger();

  private static Prompt prompt(String text, String caseId) {
    return Prompt.builder(text).label("case", caseId).label("step", "s").build();
  }

  @Test
  void reportedTokensAreTaken() {
    var cost = new Usage(10, 5, 0, 0, 0, Usage.Certainty.EXACT, Optional.of(new BigDecimal("0.5")));

    ledger.add(prompt("twelve bytes", "C1"), ModelResult.builder(A).usage(cost).answered("four"));

    Spent spent = ledger.totals();
    assertThat(spent.inputTokens()).isEqualTo(10);
    assertThat(spent.totalTokens()).isEqualTo(15);
    assertThat(spent.estimated()).isFalse();
    assertThat(spent.promptBytes()).isEqualTo(12);
    assertThat(spent.answerBytes()).isEqualTo(4);
    assertThat(spent.costUsd()).contains(new BigDecimal("0.5"));
  }

  @Test
  void whatIsNotReportedIsAFourthOfTheBytesAndMarked() {
    var prompt = Prompt.builder("äöüß").system("1234").build();

    ledger.add(prompt, ModelResult.builder(A).usage(Usage.unknown()).answered("five5"));

    assertThat(ledger.totals().inputTokens()).isEqualTo(3);
    assertThat(ledger.totals().outputTokens()).isEqualTo(2);
    assertThat(ledger.totals().estimated()).isTrue();
    assertThat(ledger.text()).contains("~3+2");
  }

  @Test
  void whatNeverLeftUsedNothing() {
    var refused =
        ModelResult.builder(A).failed(Failure.builder(FailureKind.AUTH_MISSING, "No key.").build());

    ledger.add(Prompt.of("long enough"), refused);

    assertThat(ledger.totals().totalTokens()).isZero();
    assertThat(ledger.totals().estimated()).isFalse();
    assertThat(ledger.totals().answered()).isZero();
    assertThat(ledger.totals().calls()).isEqualTo(1);
  }

  @Test
  void casesStepsAndTargetsAreKeptApart() {
    var answer = ModelResult.builder(A).elapsed(Duration.ofSeconds(1)).usage(Usage.exact(1, 1));
    ledger.add(prompt("x", "C1"), answer.answered("y"));
    ledger.add(prompt("x", "C1"), answer.answered("y"));
    ledger.add(prompt("x", "C2"), answer.answered("y"));

    assertThat(ledger.entries())
        .extracting(e -> e.caseId() + " " + e.spent().calls() + " " + e.spent().time().toSeconds())
        .containsExactly("C1 2 2", "C2 1 1");
  }

  @Test
  void theReportHoldsNumbersAndNoText(@TempDir Path folder) throws Exception {
    ledger.add(
        prompt("canary-prompt", "C1\nforged"),
        ModelResult.builder(A).usage(Usage.exact(3, 4)).answered("canary-answer"));

    ledger.write(folder.resolve("token-report.json"));

    assertThat(folder.resolve("token-report.json"))
        .hasContent(
            "{\"totals\":{\"calls\":1,\"answered\":1,\"prompt_bytes\":13,\"answer_bytes\":13,"
                + "\"input_tokens\":3,\"output_tokens\":4,\"total_tokens\":7,\"estimated\":false,"
                + "\"time_ms\":0},\"entries\":[{\"case_id\":\"C1\\nforged\",\"step\":\"s\","
                + "\"target\":\"p/a\",\"calls\":1,\"answered\":1,\"prompt_bytes\":13,"
                + "\"answer_bytes\":13,\"input_tokens\":3,\"output_tokens\":4,"
                + "\"total_tokens\":7,\"estimated\":false,\"time_ms\":0}]}");
    assertThat(ledger.text().lines()).hasSize(3);
    assertThat(ledger.text() + ledger).doesNotContain("canary");
  }

  @Test
  void manyThreadsLoseNothing() {
    var answer = ModelResult.builder(A).usage(Usage.exact(1, 2)).answered("y");

    IntStream.range(0, 200_000)
        .parallel()
        .forEach(i -> ledger.add(prompt("x", "C" + i % 7), answer));

    assertThat(ledger.totals().calls()).isEqualTo(200_000);
    assertThat(ledger.entries().stream().mapToLong(e -> e.spent().inputTokens()).sum())
        .isEqualTo(200_000);
  }
}
