package dev.modeldispatch.samples.calibration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.modeldispatch.core.file.BatchManifest;
import dev.modeldispatch.core.file.BatchManifest.Phase;
import dev.modeldispatch.core.file.FileDispatcher;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CalibrateTest {
  private static final Scenario SCENARIO = Scenario.named(Scenario.PTP_MOCK);

  @TempDir Path root;
  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();

  private int run(String typed, Stub stub, String line) {
    List<String> args = new ArrayList<>(List.of(line.split(" ", -1)));
    args.addAll(List.of("--root", root.toString(), "--poll-ms", "5"));
    printed.reset();
    var in = new ByteArrayInputStream(typed.getBytes(StandardCharsets.UTF_8));
    var out = new PrintStream(printed, true, StandardCharsets.UTF_8);
    return new Calibrate(in, out, stub).run(args.toArray(new String[0]));
  }

  private int run(String line) {
    return run("", new Stub(SCENARIO), line);
  }

  private String printed() {
    return printed.toString(StandardCharsets.UTF_8);
  }

  /** Returns what was found and how it was judged, without how it came about. */
  private String results() {
    return printed()
        .lines()
        .filter(line -> line.matches("(C\\d+ .*)|(M\\d+ .*)|(metrics: .*)"))
        .collect(Collectors.joining("\n"));
  }

  private Path suite() {
    return root.resolve(Scenario.PTP_MOCK);
  }

  @Test
  void everyModeFindsWhatOneWorkerFindsAndMeetsAllMetrics() {
    run("--dispatch file --parallel 1");
    String one = results();
    assertThat(one).contains("C12 ", "M20 ").endsWith("metrics: 20/20");

    for (String line :
        List.of(
            "--dispatch=batch-file --parallel=4 --batch-size=4",
            "--dispatch batch-file --parallel 4 --batch-size 5 --max-concurrency 2",
            "--dispatch file --parallel 4",
            "--dispatch stdin --adapter stub")) {
      int exit = run(line);

      assertThat(exit).as(line).isZero();
      assertThat(results()).as(line).isEqualTo(one);
    }
  }

  @Test
  void batchesLeaveManifestsThatAreDoneAndABriefingWithContent() throws IOException {
    run("--dispatch=batch-file --parallel=4 --batch-size=4");

    for (int batch = 1; batch <= 4; batch++) {
      var manifest = BatchManifest.read(suite().resolve("batch-manifest." + batch + ".json"));
      assertThat(manifest.status()).isEqualTo(BatchManifest.Status.DONE);
      assertThat(manifest.phase()).isEqualTo(batch < 4 ? Phase.TRIAGE : Phase.INVESTIGATION);
      assertThat(manifest.signals()).hasSize(4);
    }
    assertThat(suite().resolve("batch-manifest.5.json")).doesNotExist();
    assertThat(Files.readString(suite().resolve("briefing.md")))
        .contains("Batch 4", "| C12 | infrastructure |", "| K1 | C1 | C1, C3, C7, C10 |")
        .contains("- Phase: investigation", "- Cases in this batch: 4");
    assertThat(Files.readString(suite().resolve("C1/signal.json"))).contains("\"done\"");
  }

  @Test
  void aBriefingKnowsWhatTheBatchesBeforeHaveFound() throws IOException {
    run("--dispatch batch-file --batch-size 3");

    assertThat(printed())
        .containsSubsequence(
            "triage, a batch of 3; 0 of 12 before",
            "triage, a batch of 3; 9 of 12 before",
            "investigation, a batch of 3; 0 of 4 before",
            "investigation, a batch of 1; 3 of 4 before");
    assertThat(Files.readString(suite().resolve("briefing.md")))
        .contains("## Prior RCAs", "| R1 |", "| R2 |", "| R3 |")
        .doesNotContain("| R4 |");
  }

  @Test
  void filesAloneHaveNoManifestAndNoBriefing() {
    run("--dispatch file --parallel 4 --cost-report");

    assertThat(suite().resolve("batch-manifest.json")).doesNotExist();
    assertThat(suite().resolve("briefing.md")).doesNotExist();
    assertThat(suite().resolve("token-report.json")).exists();
    assertThat(printed()).contains("F3_INVESTIGATE", "total").containsPattern("total .* 16 ");
  }

  @ParameterizedTest
  @CsvSource({"batch-file", "file"})
  void oneWrongAnswerMissesAMetric(String dispatch) {
    List<Scenario.Case> cases = new ArrayList<>(SCENARIO.cases());
    var c5 = cases.get(4);
    var seen = c5.triage();
    var wrong =
        new Triage(
            seen.category(),
            seen.component(),
            seen.defect(),
            "critical",
            seen.skip(),
            seen.cascade(),
            seen.repos());
    cases.set(4, new Scenario.Case(c5.id(), c5.name(), c5.failure(), c5.cause(), wrong));
    var stub = new Stub(new Scenario(SCENARIO.name(), SCENARIO.causes(), cases));

    int exit = run("", stub, "--dispatch " + dispatch);

    assertThat(exit).isEqualTo(1);
    assertThat(printed())
        .contains("metrics: 19/20")
        .containsPattern("M20 whole cases right +0.92 .* MISSED");
  }

  @Test
  void aPersonAnswersAtTheTerminal() {
    int exit =
        run("no idea\n.\n", new Stub(SCENARIO), "--dispatch stdin --adapter file --suite me");

    assertThat(exit).isEqualTo(1);
    assertThat(printed())
        .containsSubsequence("--- case C1, step F1_TRIAGE", "holdover", "--- case C2")
        .contains("answers by you", "C1   -   -  ", "expected one whole JSON value")
        .contains("the input ended", "metrics: 0/20");
  }

  @Test
  void allThatIsWrongWithTheArgumentsIsNamedAtOnce() {
    int exit = run("--batch-size 0 --parallel -1 --dispatch mail --scenario x --fast --poll-ms a");

    assertThat(exit).isEqualTo(2);
    assertThat(printed())
        .contains("--batch-size 0 must be at least 1", "--parallel -1 must be at least 1")
        .contains("'mail' is none of stdin, file, batch-file", "'x'; there is ptp-mock")
        .contains("'--fast' is no option", "--poll-ms 'a' is no whole number", "--help");
    assertThat(root).isEmptyDirectory();
  }

  @Test
  void whatIsNotPositiveIsTheDefaultForWaiting() {
    var arguments = Arguments.read("--poll-ms", "0", "--timeout-s", "-1", "--stale-tolerance=0");

    assertThat(arguments.problems()).isEmpty();
    assertThat(arguments.poll()).hasMillis(500);
    assertThat(arguments.timeout()).hasMinutes(10);
    assertThat(arguments.staleTolerance()).isEqualTo(10);
  }

  @Test
  void aFolderThatIsAFileOrInUseEndsTheRunWithItsName() throws IOException {
    Files.writeString(root.resolve("taken"), "");
    assertThat(run("--suite taken")).isEqualTo(2);
    assertThat(printed()).contains("taken is a file");

    try (var other = FileDispatcher.builder(suite()).open()) {
      assertThat(run("--dispatch file")).isEqualTo(2);
      assertThat(printed())
          .contains(other.folder() + " is in use by this process, ")
          .contains(Long.toString(ProcessHandle.current().pid()));
    }
  }

  @Test
  void helpTellsTheOptions() {
    assertThat(run("--help")).isZero();
    assertThat(printed()).contains("stdin|file|batch-file", "--max-concurrency", "--cost-report");
  }
}
