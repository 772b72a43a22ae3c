package dev.modeldispatch.core.tool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.modeldispatch.Failure;
import dev.modeldispatch.FailureKind;
import dev.modeldispatch.Session;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BatchToolTest {
  private static final String TWO = "[{'provider':'p','model':'a'},{'provider':'p','model':'b'}]";

  private final Kit kit = new Kit();

  @Test
  void answerAndTimeoutReadAsAgreed() {
    kit.models.target("p/a").after(Duration.ofMillis(1234)).answers("Blue.");
    kit.models.target("p/b").hangs();

    var reply = start("{'prompt':'Why?','models':" + TWO + ",'timeout':30}");
    kit.time.advance(Duration.ofSeconds(30));

    assertThat(reply.join().kind()).isEqualTo(ToolReply.Kind.ANSWER);
    assertThat(reply.join().text())
        .isEqualTo(
            """
            === batch-dispatch to 2 models [timeout-30s] ===
            Models: p/a, p/b

            --- p/a [OK] (1234ms) ---
            Blue.

            --- p/b [TIMEOUT] (30000ms) ---
            Did not respond within 30s

            === batch-dispatch summary ===
            Success: 1/2 | Timeouts: 1 | Wall time: 30000ms\
            """);
  }

  @Test
  void errorSectionHoldsKindMessageAndHint() {
    kit.models.target("p/a").answers("Blue.");
    kit.models
        .target("p/b")
        .fails(
            Failure.builder(FailureKind.RATE_LIMITED, "p/b asks to slow down.")
                .hint("Wait 20 s.")
                .build());

    assertThat(kit.batch("{'prompt':'Why?','models':" + TWO + "}"))
        .isEqualTo(
            """
            === batch-dispatch to 2 models ===
            Models: p/a, p/b

            --- p/a [OK] (0ms) ---
            Blue.

            --- p/b [ERROR] (0ms) ---
            rate_limited: p/b asks to slow down.
            Hint: Wait 20 s.

            === batch-dispatch summary ===
            Success: 1/2 | Errors: 1 | Wall time: 0ms\
            """);
  }

  @Test
  void modsAreInTheirOrderAndNeverRouted() {
    var own = new Kit(ToolOptions.builder().primer("Be brief.").build());
    own.models.others().answers("{}");

    String text =
        own.batch(
            "{'prompt':'Why?','models':"
                + TWO
                + ",'timeout':0.5,'jsonSchema':'{}','systemPrompt':'S','taskType':'research'}");

    assertThat(text)
        .startsWith(
            "=== batch-dispatch to 2 models"
                + " [custom-system, structured-json, timeout-0.5s, primer] ===\n");
    assertThat(own.models.calls())
        .allSatisfy(
            asked -> {
              assertThat(asked.prompt().text()).isEqualTo("Be brief.\n\nWhy?");
              assertThat(asked.prompt().session()).isEqualTo(Session.fresh());
            });
  }

  @Test
  void modelsMayBeATextThatHoldsTheArrayAndDuplicatesStay() {
    kit.models.target("p/a").answers("one").then().answers("two");

    String text =
        kit.batch(
            "{'prompt':'Why?','models':'[{\\'provider\\':\\'p\\',\\'model\\':\\'a\\'},"
                + "{\\'provider\\':\\'p\\',\\'model\\':\\'a\\'}]'}");

    assertThat(text).contains("Models: p/a, p/a\n", "\none\n", "\ntwo\n", "Success: 2/2");
  }

  @Test
  void taskTypeWithoutModelsPointsAtTheOtherTool() {
    var reply = kit.reply("batch-dispatch", "{'prompt':'Why?','taskType':'research'}");

    assertThat(reply.kind()).isEqualTo(ToolReply.Kind.INFO);
    assertThat(reply.text())
        .isEqualTo(
            "[batch-dispatch info] taskType 'research' resolves to one model,"
                + " bailian-coding-plan/qwen3.5-plus. Use the dispatch tool with this taskType to"
                + " ask it, or give models, at least 2, to compare.");
    assertThat(kit.models.calls()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {"'taskType':'reserch'", "'taskType':7", "'taskType':''"})
  void taskTypeIsIgnoredBesideModels(String taskType) {
    kit.models.others().answers("Blue.");

    assertThat(kit.batch("{'prompt':'Why?','models':" + TWO + "," + taskType + "}"))
        .startsWith("=== batch-dispatch to 2 models ===");
  }

  @Test
  void unknownTaskTypeWithoutModelsIsAnError() {
    assertThat(kit.batch("{'prompt':'Why?','taskType':'reserch'}"))
        .startsWith(
            "[batch-dispatch error] invalid_request: Unknown taskType: \"reserch\"\n"
                + "Hint: Valid values: boilerplate, ");
  }

  @ParameterizedTest
  @CsvSource({"'', true", "',''jsonSchema'':''{}''', false"})
  void longAnswersAreCutUnlessStructured(String schema, boolean cut) {
    kit.models.others().answers("x".repeat(50_001));

    String text = kit.batch("{'prompt':'Why?','models':" + TWO + schema + "}");

    assertThat(text.contains("x".repeat(50_000) + "\n[truncated from 50001 chars]")).isEqualTo(cut);
    assertThat(text.contains("x".repeat(50_001))).isEqualTo(!cut);
  }

  @Test
  void batchWithoutAnyAnswerIsAnErrorAndKeepsItsReport() {
    kit.models.others().fails(FailureKind.OVERLOADED);

    var reply = kit.reply("batch-dispatch", "{'prompt':'Why?','models':" + TWO + "}");

    assertThat(reply.isError()).isTrue();
    assertThat(reply.text())
        .contains("--- p/b [ERROR] (0ms) ---\noverloaded: ", "Success: 0/2 | Errors: 2");
  }

  @Test
  void eachModelHasTheDefaultTimeout() {
    kit.models.others().hangs();

    var reply = start("{'prompt':'Why?','models':" + TWO + "}");
    kit.time.advance(Duration.ofMinutes(2));

    assertThat(reply.join().text()).contains("Did not respond within 120s", "Timeouts: 2");
  }

  private java.util.concurrent.CompletableFuture<ToolReply> start(String arguments) {
    return kit.tools.named("batch-dispatch").callAsync(arguments.replace('\'', '"'));
  }
}
