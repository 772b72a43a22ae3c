package dev.modeldispatch.core.tool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.modeldispatch.Failure;
import dev.modeldispatch.FailureKind;
import dev.modeldispatch.ModelDirectory.Readiness;
import dev.modeldispatch.ModelDirectory.Verdict;
import dev.modeldispatch.ModelTarget;
import dev.modeldispatch.connector.ProviderStatus;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class LookupsTest {
  private static final Failure SILENT =
      Failure.builder(FailureKind.UNREACHABLE, "http://127.0.0.1:9 refused the connection.")
          .hint("Start it: opencode serve --port 9.")
          .build();

  private final Kit kit = new Kit();

  @Test
  void listShowsProvidersModelsAndRoutes() {
    kit.listed = List.of(status("openai", "gpt-x", "gpt-y"), status("ollama", "qwen"));

    assertThat(kit.call("list-models", ""))
        .isEqualTo(
            """
            === list-models: 2 providers ===
            openai (2): gpt-x, gpt-y
            ollama (1): qwen

            === taskType routes ===
            bailian-coding-plan/qwen3-coder-next: boilerplate, simple-fix, quick-check, general-opinion
            bailian-coding-plan/qwen3-coder-plus: test-scaffolding, logic-verification, code-review, api-analysis
            bailian-coding-plan/qwen3.5-plus: research, architecture, library-comparison
            bailian-coding-plan/kimi-k2.5: docs-lookup
            bailian-coding-plan/minimax-m2.5: docs-generation
            anthropic/claude-sonnet-4-20250514: security-review, complex-codegen, complex-fix, deep-research\
            """);
  }

  @Test
  void listOfOneProviderOrOfNoneThatIsKnown() {
    kit.listed = List.of(status("openai", "gpt-x"), status("ollama", "qwen"));

    assertThat(kit.call("list-models", "{'provider':'ollama'}"))
        .startsWith("=== list-models: 1 providers ===\nollama (1): qwen\n\n");
    assertThat(kit.call("list-models", "{'provider':'olama'}"))
        .contains("No provider \"olama\" is connected. Connected providers: openai, ollama\n");
  }

  @Test
  void silentProviderIsTold() {
    kit.listed = List.of(new ProviderStatus("opencode", List.of(), Optional.of(SILENT)));

    assertThat(kit.call("list-models", "{}"))
        .contains(
            "\nopencode: no list. unreachable: http://127.0.0.1:9 refused the connection. Hint:"
                + " Start it: opencode serve --port 9.\n");
  }

  @Test
  void hostileModelIdForgesNoLine() {
    kit.listed = List.of(status("openai", "a\n=== forged ===", "b\u001b[2K"));

    assertThat(kit.call("list-models", "{}"))
        .contains("openai (2): a === forged ===, b\\u001b[2K\n");
  }

  @Test
  void longListIsCutAndSaysSo() {
    kit.listed =
        List.of(
            status(
                "openai", Stream.generate(() -> "m".repeat(99)).limit(600).toArray(String[]::new)));

    assertThat(kit.call("list-models", "{}"))
        .matches("(?s).{50000}\n\\[truncated from \\d+ chars]");
  }

  @Test
  void preflightHasALineForEachTarget() {
    kit.verdicts =
        List.of(
            new Verdict(ModelTarget.parse("p/a"), Readiness.READY, Optional.empty()),
            new Verdict(ModelTarget.parse("p/b"), Readiness.UNKNOWN, Optional.of(SILENT)),
            new Verdict(ModelTarget.parse("q/c"), Readiness.NOT_READY, Optional.of(SILENT)));

    assertThat(kit.call("preflight", "{'models':[{'provider':'p','model':'a'}]}"))
        .isEqualTo(
            """
            === preflight of 3 models ===
            p/a: ready
            p/b: unknown. unreachable: http://127.0.0.1:9 refused the connection. Hint: Start it: opencode serve --port 9.
            q/c: not ready. unreachable: http://127.0.0.1:9 refused the connection. Hint: Start it: opencode serve --port 9.\
            """);
  }

  @Test
  void preflightWantsModels() {
    assertThat(kit.call("preflight", "{'port':0}"))
        .isEqualTo(
            "[dispatch error] invalid_request: 2 problems: port must be an integer between 1 and"
                + " 65535; models is missing\nHint: Name each as {provider, model}.");
    assertThat(kit.call("preflight", "{'models':[]}")).contains("models has 0: at least 1 model");
  }

  private static ProviderStatus status(String provider, String... models) {
    return new ProviderStatus(
        provider, Stream.of(models).map(ProviderStatus.Model::of).toList(), Optional.empty());
  }
}
