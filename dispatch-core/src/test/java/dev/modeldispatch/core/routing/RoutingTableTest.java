package dev.modeldispatch.core.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.modeldispatch.Fallbacks;
import dev.modeldispatch.ModelTarget;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RoutingTableTest {
  private static final ModelTarget MINE = ModelTarget.of("openai", "gpt-x");
  private static final String WITH_FALLBACK =
      """
      {"tiers": [{"name": "fast", "target": "a/b", "fallbacks": ["c/d", "e/f"],
                  "taskTypes": ["fix"]}]}\
      """;

  private final RoutingTable table = RoutingTable.original();

  @Test
  void seventeenTaskTypesAreListedByTier() {
    assertThat(table.taskTypes())
        .containsExactly(
            "boilerplate",
            "simple-fix",
            "quick-check",
            "general-opinion",
            "test-scaffolding",
            "logic-verification",
            "code-review",
            "api-analysis",
            "research",
            "architecture",
            "library-comparison",
            "docs-lookup",
            "docs-generation",
            "security-review",
            "complex-codegen",
            "complex-fix",
            "deep-research");
  }

  @ParameterizedTest
  @CsvSource({
    "boilerplate, 1, fast, off, bailian-coding-plan/qwen3-coder-next",
    "general-opinion, 1, fast, off, bailian-coding-plan/qwen3-coder-next",
    "code-review, 2, code, low, bailian-coding-plan/qwen3-coder-plus",
    "library-comparison, 3, reasoning, high, bailian-coding-plan/qwen3.5-plus",
    "docs-lookup, 4, long context, low, bailian-coding-plan/kimi-k2.5",
    "docs-generation, 5, prose, low, bailian-coding-plan/minimax-m2.5",
    "deep-research, 6, strongest, high, anthropic/claude-sonnet-4-20250514"
  })
  void taskTypeGoesToItsTiersTarget(
      String taskType, int number, String tier, String thinking, String target) {
    assertThat(table.route(taskType))
        .isEqualTo(
            new Route(
                taskType,
                new Route.Tier(number, tier, thinking),
                ModelTarget.parse(target),
                Fallbacks.none()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"code-reviev", "Code-Review", " research", "toString", "__proto__", "\n"})
  void unknownTaskTypeListsAllThatThereAre(String taskType) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> table.route(taskType))
        .withMessageStartingWith("no route for task '")
        .withMessageEndingWith(". Known: " + String.join(", ", table.taskTypes()));
  }

  @Test
  void messageOfUnknownTaskTypeStaysShort() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> table.route("x".repeat(10_000)))
        .satisfies(e -> assertThat(e.getMessage()).hasSizeLessThan(500));
  }

  @Test
  void taskTypeAloneIsRouted() {
    var resolved = table.resolve("research");

    assertThat(resolved.target()).isEqualTo(table.route("research").target());
    assertThat(resolved.routed()).contains("research");
  }

  @ParameterizedTest
  @CsvSource({
    "research, openai, '', openai/qwen3.5-plus",
    "research, '', gpt-x, bailian-coding-plan/gpt-x",
    "research, openai, gpt-x, openai/gpt-x",
    "'', openai, gpt-x, openai/gpt-x"
  })
  void explicitFieldsOverrideTheRoute(
      String taskType, String provider, String model, String target) {
    var resolved = table.resolve(taskType, provider, model);

    assertThat(resolved.target()).hasToString(target);
    assertThat(resolved.routed()).isEmpty();
  }

  @Test
  void fallbacksStayWhileTheRouteHasASay() {
    var own = RoutingTable.parse(WITH_FALLBACK);

    assertThat(own.resolve("fix").fallbacks()).hasToString("[c/d, e/f]");
    assertThat(own.resolve("fix", "", "x").fallbacks()).hasToString("[c/d, e/f]");
    assertThat(own.resolve("fix", "y", "x").fallbacks().isEmpty()).isTrue();
  }

  @ParameterizedTest
  @CsvSource({"'', ''", "openai, ''", "'', gpt-x"})
  void neitherTaskTypeNorBothFieldsIsAnError(String provider, String model) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> table.resolve("", provider, model))
        .withMessageStartingWith(
            "Either provide both 'provider' and 'model', or provide 'taskType'. Known:"
                + " boilerplate,");
  }

  @Test
  void unknownTaskTypeIsAnErrorBesideBothFields() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> table.resolve("reserch", "openai", "gpt-x"))
        .withMessageStartingWith("no route for task 'reserch'");
  }

  @Test
  void oneRouteIsReplacedInACopy() {
    var own = table.with("research", MINE);

    assertThat(own.route("research").target()).isEqualTo(MINE);
    assertThat(own.route("research").tier().number()).isEqualTo(3);
    assertThat(own.taskTypes()).isEqualTo(table.taskTypes());
    assertThat(table.route("research").target()).isNotEqualTo(MINE);
  }

  @Test
  void replacingAnUnknownRouteIsAnError() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> table.with("reserch", MINE))
        .withMessageStartingWith("no route for task 'reserch'");
  }

  @Test
  void tableLoadsWithoutAContextClassLoader() {
    var loaded = new CompletableFuture<Integer>();
    var thread = new Thread(() -> loaded.complete(RoutingTable.original().routes().size()), "bare");
    thread.setContextClassLoader(null);

    thread.start();

    assertThat(loaded.join()).isEqualTo(17);
  }
}
