package dev.modeldispatch.samples.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import dev.modeldispatch.testkit.server.FakeModelServer;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QuickstartTest {
  private static final Map<String, String> KEY = Map.of("OPENAI_API_KEY", "sk-test");

  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
  private final PrintStream out = new PrintStream(printed, true, StandardCharsets.UTF_8);

  private int run(Map<String, String> environment, String... args) {
    return new Quickstart(out, environment, Progress.Style.LINES).run(args);
  }

  private String printed() {
    return printed.toString(StandardCharsets.UTF_8);
  }

  @Test
  void withoutArgumentsFourFakesAnswerOrFailEachInItsOwnWay() {
    long start = System.nanoTime();

    int exit = run(Map.of());

    assertThat(exit).isZero();
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(15));
    assertThat(printed())
        .containsSubsequence(
            "ollama/quick answered", "anthropic/slow answered", "gemini/stuck did not answer")
        .contains("openai/broke did not answer (quota_exhausted)", "[4/4]")
        .contains("--- ollama/quick [OK]", "--- anthropic/slow [OK]", "--- openai/broke [ERROR]")
        .contains("--- gemini/stuck [TIMEOUT]", "Did not respond within 3s")
        .contains("Success: 2/4 | Errors: 1 | Timeouts: 1")
        .doesNotContain("\r");
  }

  @Test
  void targetsAreAskedAtTheServerThatIsNamed() {
    try (var server = FakeModelServer.start()) {
      server.model("a").answers("from a");
      server.model("b").answers("from b");

      int exit =
          run(
              Map.of("DISPATCH_BASE_URL", server.baseUri().toString()),
              "--targets",
              "local/a,other/b",
              "Who",
              "are you?");

      assertThat(exit).isZero();
      assertThat(printed()).contains("--- local/a [OK]", "from a", "--- other/b [OK]", "from b");
    }
  }

  @Test
  void ifNobodyAnswersTheReportSaysWhyAndTheExitIsOne() {
    int exit = run(Map.of(), "--targets", "local/a", "--base-url", "http://127.0.0.1:1/v1");

    assertThat(exit).isEqualTo(1);
    assertThat(printed()).contains("--- local/a [ERROR]", "unreachable", "Success: 0/1");
  }

  @Test
  void helpTellsTheOptionsAndAsksNobody() {
    int exit = run(Map.of(), "--help");

    assertThat(exit).isZero();
    assertThat(printed()).contains("--targets", "--timeout", "--base-url", "OPENAI_API_KEY");
  }

  @ParameterizedTest
  @CsvSource({
    "--targets gpt-x,             target: 'gpt-x' is not a target; write provider/model",
    "--targets,                   --targets needs a value",
    "--timeout soon,              --timeout 'soon' is no number of seconds",
    "--timeout 0,                 --timeout '0' is no number of seconds",
    "--timeout,                   --timeout needs a value",
    "--base-url ht^tp,            --base-url 'ht^tp' is no URL",
    "--base-url --timeout,        --base-url needs a value",
    "--model gpt-x,               '--model' is no option",
    "-Dx=y,                       '-Dx=y' is no option",
  })
  void aBadArgumentIsNamedWithItsRemedy(String line, String problem) {
    int exit = run(KEY, line.split(" ", -1));

    assertThat(exit).isEqualTo(2);
    assertThat(printed()).contains("quickstart: " + problem).contains("--help");
  }

  @Test
  void targetsWithoutAKeyOrAServerAreRefused() {
    int exit = run(Map.of(), "--targets", "openai/gpt-x");

    assertThat(exit).isEqualTo(2);
    assertThat(printed()).contains("set OPENAI_API_KEY, or name a server with --base-url");
  }

  @Test
  void eachProviderWithoutAKeyIsNamed() {
    int exit = run(KEY, "--targets", "openai/gpt-x,anthropic/claude-x,gemini/y,ollama/z");

    assertThat(exit).isEqualTo(2);
    assertThat(printed())
        .contains("set ANTHROPIC_API_KEY", "set GEMINI_API_KEY")
        .doesNotContain("set OPENAI_API_KEY");
  }

  @Test
  void anUnknownProviderIsRefusedWithThoseThatAreKnown() {
    int exit = run(Map.of(), "--targets", "nobody/x");

    assertThat(exit).isEqualTo(2);
    assertThat(printed()).contains("quickstart: ", "'nobody' is no known provider", "groq", "vllm");
  }

  @Test
  void allProblemsAreListedTogether() {
    int exit = run(Map.of(), "--targets", "x,openai/gpt-x", "--timeout", "-3", "--fast");

    assertThat(exit).isEqualTo(2);
    assertThat(printed())
        .contains("'x' is not a target", "--timeout '-3' is no number", "'--fast' is no option")
        .contains("set OPENAI_API_KEY");
  }

  @Test
  void aServerThatIsNotAllowedIsRefusedInWords() {
    int exit = run(Map.of(), "--targets", "a/b", "--base-url", "http://example.com/v1");

    assertThat(exit).isEqualTo(2);
    assertThat(printed()).contains("quickstart: ", "example.com");
  }

  @Test
  void aKeyThatCannotStandInAHeaderIsRefusedAndNotShown() {
    int exit = run(Map.of("OPENAI_API_KEY", "sk secret"), "--targets", "openai/gpt-x");

    assertThat(exit).isEqualTo(2);
    assertThat(printed()).contains("is not a key").doesNotContain("secret");
  }
}
