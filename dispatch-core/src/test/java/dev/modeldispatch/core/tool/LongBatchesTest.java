package dev.modeldispatch.core.tool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.modeldispatch.FailureKind;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LongBatchesTest {
  private static final String ASK =
      "{'prompt':'Why?','models':[{'provider':'p','model':'a'},{'provider':'p','model':'b'}],"
          + "'systemPrompt':'S'}";

  private final Kit kit = new Kit(ToolOptions.builder().maxBatches(2).build());

  @Test
  void startReturnsAtOnceWithAnId() {
    kit.models.others().hangs();

    var reply = kit.reply("batch-start", ASK);

    assertThat(reply.kind()).isEqualTo(ToolReply.Kind.INFO);
    assertThat(reply.text())
        .isEqualTo(
            "[batch-dispatch info] Batch b-1 asks 2 models. Call batch-status with batchId 'b-1'"
                + " for the answers.");
    assertThat(kit.models.running()).isEqualTo(2);
  }

  @Test
  void statusTellsEachModelAndThenTheReport() {
    kit.models.target("p/a").after(Duration.ofSeconds(2)).answers("Blue.");
    kit.models.target("p/b").after(Duration.ofSeconds(200)).fails(FailureKind.OVERLOADED);
    kit.call("batch-start", ASK);
    kit.time.advance(Duration.ofSeconds(2));

    assertThat(kit.call("batch-status", "{'batchId':'b-1'}"))
        .isEqualTo(
            """
            [batch-dispatch info] Batch b-1 runs: 1 of 2 models have ended.
            1. p/a answered (2.0s)
            2. p/b is not done yet\
            """);

    kit.time.advance(Duration.ofSeconds(118));

    assertThat(kit.call("batch-status", "{'batchId':'b-1'}"))
        .startsWith("=== batch-dispatch to 2 models [custom-system] ===\nModels: p/a, p/b\n")
        .contains("--- p/a [OK] (2000ms) ---\nBlue.", "Did not respond within 120s")
        .isEqualTo(kit.call("batch-status", "{'batchId':'b-1','waitSeconds':50}"));
  }

  @Test
  void statusWaitsForTheEndForSoLong() {
    kit.models.others().after(Duration.ofSeconds(60)).answers("Blue.");
    kit.call("batch-start", ASK);
    var early = wait(50);

    kit.time.advance(Duration.ofSeconds(49));
    assertThat(early).isNotDone();
    kit.time.advance(Duration.ofSeconds(1));
    assertThat(early.join().text()).startsWith("[batch-dispatch info] Batch b-1 runs: 0 of 2");

    var late = wait(50);
    kit.time.advance(Duration.ofSeconds(10));
    assertThat(late.join().text()).contains("Success: 2/2");
  }

  @Test
  void cancellingAStatusCallLeavesTheBatchAlone() {
    kit.models.others().after(Duration.ofSeconds(60)).answers("Blue.");
    kit.call("batch-start", ASK);

    wait(50).cancel(true);
    kit.time.advance(Duration.ofSeconds(60));

    assertThat(kit.call("batch-status", "{'batchId':'b-1'}")).contains("Success: 2/2");
  }

  @Test
  void cancelEndsTheWorkAndReports() {
    kit.models.target("p/a").answers("Blue.");
    kit.models.target("p/b").hangs();
    kit.call("batch-start", ASK);

    assertThat(kit.call("batch-cancel", "{'batchId':'b-1'}"))
        .contains("--- p/a [OK]", "--- p/b [CANCELLED] (0ms) ---\nCancelled after 0ms")
        .endsWith("Success: 1/2 | Cancelled: 1 | Wall time: 0ms");
    assertThat(kit.models.running()).isZero();
  }

  @Test
  void cancelOfOneSlotLetsTheOthersGoOn() {
    kit.models.others().hangs();
    kit.call("batch-start", ASK);

    assertThat(kit.call("batch-cancel", "{'batchId':'b-1','slot':2}"))
        .endsWith("1. p/a is not done yet\n2. p/b was cancelled (0ms)");
    assertThat(kit.models.running()).isEqualTo(1);
  }

  @Test
  void batchesAreBoundedAndEndedOnesMakeRoom() {
    kit.models.target("p/a").answers("Blue.").times(1).then().hangs();
    kit.models.target("p/b").answers("Blue.").times(1).then().hangs();
    kit.call("batch-start", ASK);
    kit.call("batch-start", ASK);

    assertThat(kit.call("batch-start", ASK)).contains("Batch b-3 asks");
    assertThat(kit.call("batch-start", ASK))
        .isEqualTo(
            "[batch-dispatch error] overloaded_locally: 2 batches run already\n"
                + "Hint: Wait for one with batch-status, or end one: b-2, b-3");
    assertThat(kit.call("batch-status", "{'batchId':'b-1'}"))
        .isEqualTo(
            "[batch-dispatch error] invalid_request: No batch \"b-1\"\n"
                + "Hint: Known batches: b-2, b-3.");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "batch-status|{}|batchId is missing",
        "batch-status|{'batchId':7}|batchId must be a string",
        "batch-status|{'batchId':'x','waitSeconds':51}|waitSeconds must be an integer between 0 and"
            + " 50; No batch \"x\"",
        "batch-cancel|{'batchId':'b-1','slot':3}|slot must be an integer between 1 and 2",
        "batch-cancel|{'batchId':'b-1','slot':0}|slot must be an integer between 1 and 100",
        "batch-start|{'prompt':'Why?','models':[]}|models has 0: at least 2 models"
      })
  void wrongArgumentsAreTold(String tool, String arguments, String problem) {
    kit.models.others().hangs();
    kit.call("batch-start", ASK);

    assertThat(kit.call(tool, arguments))
        .startsWith("[batch-dispatch error] invalid_request: ")
        .contains(problem);
  }

  @Test
  void startWithATaskTypeAloneStartsNothing() {
    assertThat(kit.call("batch-start", "{'prompt':'Why?','taskType':'research'}"))
        .startsWith("[batch-dispatch info] taskType 'research' resolves to one model, ");
    assertThat(kit.call("batch-status", "{'batchId':'b-1'}")).contains("Known batches: none.");
  }

  @Test
  void closingCancelsWhatRuns() {
    kit.models.others().hangs();
    kit.call("batch-start", ASK);

    kit.tools.close();

    assertThat(kit.models.running()).isZero();
  }

  private java.util.concurrent.CompletableFuture<ToolReply> wait(int seconds) {
    return kit.tools
        .named("batch-status")
        .callAsync("{\"batchId\":\"b-1\",\"waitSeconds\":" + seconds + "}");
  }
}
