package dev.modeldispatch.core.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.modeldispatch.Fallbacks;
import dev.modeldispatch.ModelTarget;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OverlayTest {
  private static final ModelTarget MINE = ModelTarget.parse("mine/m");

  private final RoutingTable table = RoutingTable.original();

  @Test
  void tierMovesWithAllItsTaskTypesAndNothingElse() {
    var own = table.overlay("{\"tiers\": {\"fast\": \"mine/m\"}}");

    assertThat(own.routes().stream().filter(r -> r.target().equals(MINE)).map(Route::taskType))
        .containsExactly("boilerplate", "simple-fix", "quick-check", "general-opinion");
    assertThat(own.taskTypes()).isEqualTo(table.taskTypes());
    assertThat(table.route("boilerplate").target()).isNotEqualTo(MINE);
  }

  @Test
  void taskWinsOverItsTierWhateverTheOrder() {
    var own =
        table.overlay(
            """
            {"tasks": {"simple-fix": {"target": "a/b", "fallbacks": ["c/d"]}},
             "tiers": {"fast": {"target": "mine/m", "fallbacks": ["e/f"]}}}\
            """);

    assertThat(own.route("simple-fix").target()).hasToString("a/b");
    assertThat(own.route("simple-fix").fallbacks()).hasToString("[c/d]");
    assertThat(own.route("boilerplate").fallbacks()).hasToString("[e/f]");
  }

  @Test
  void whatAChangeDoesNotSayStays() {
    var own = table.overlay("{\"tiers\": {\"fast\": {\"fallbacks\": [\"c/d\"]}}}");

    var later = own.overlay("{\"tasks\": {\"simple-fix\": \"a/b\"}}").route("simple-fix");

    assertThat(later.target()).hasToString("a/b");
    assertThat(later.fallbacks()).hasToString("[c/d]");
    assertThat(own.route("quick-check").target()).isEqualTo(table.route("quick-check").target());
  }

  @Test
  void newTaskTypeNamesItsTierAndIsListedLast() {
    var own = table.overlay("{\"tasks\": {\"triage\": {\"tier\": \"prose\"}}}");

    assertThat(own.taskTypes()).hasSize(18).endsWith("triage");
    assertThat(own.route("triage").target()).isEqualTo(table.route("docs-generation").target());
    assertThat(own.resolve("triage").routed()).contains("triage");
  }

  @Test
  void patternIsANamedListInOrderWithDuplicates() {
    var own = table.overlay("{\"patterns\": {\"audit\": [\"a/b\", \"c/d\", \"a/b\"]}}");

    assertThat(own.pattern("audit")).hasToString("[a/b, c/d, a/b]");
    assertThat(own.overlay("{\"patterns\": {\"more\": [\"x/y\"]}}").patterns())
        .containsOnlyKeys("audit", "more");
    assertThat(table.patterns()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{'tiers': {'fastt': 'a/b'}}|tiers: unknown tier 'fastt' (known: fast, code, reasoning,"
            + " long context, prose, strongest)",
        "{'tasks': {'triage': {'tier': 'fastt'}}}|tasks.triage.tier: unknown tier 'fastt' (known:",
        "{'tasks': {'reserch': 'a/b'}}|tasks.reserch: unknown task type; name one of the table's",
        "{'tasks': {'x y': {'tier': 'fast'}}}|'x y' is not a task type",
        "{'tiers': {'fast': 'gpt'}}|tiers.fast: target: 'gpt' is not a target",
        "{'tiers': {'fast': {'model': 'a/b'}}}|tiers.fast: unknown field 'model' (known: target,",
        "{'tiers': {'fast': 7}}|tiers.fast must be a JSON object with target",
        "{'tiers': []}|tiers must be a JSON object",
        "{'tier': {}}|the overlay: unknown field 'tier' (known: tiers, tasks, patterns)",
        "{'tiers': {'fast': {'target': 'a/b', 'fallbacks': ['a/b']}}}|lead back to itself",
        "{'patterns': {'audit': []}}|patterns.audit must be a list of at least 1",
        "{'patterns': {'audit': ['a']}}|patterns.audit: target: 'a' is not a target",
        "{'patterns': {'a b': ['a/b']}}|'a b' is not a name",
        "[]|the overlay must be a JSON object with tiers, tasks, patterns"
      })
  void errorNamesWhatIsWrong(String json, String problem) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> table.overlay(json.replace('\'', '"')))
        .withMessageStartingWith("routing overlay: ")
        .withMessageContaining(problem)
        .satisfies(e -> assertThat(e.getMessage()).hasSizeLessThan(500));
  }

  @Test
  void severalProblemsAreListedTogether() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> table.overlay("{\"tiers\": {\"x\": \"a/b\", \"fast\": \"gpt\"}}"))
        .withMessageStartingWith("routing overlay: 2 problems: ");
  }

  @Test
  void brokenFileIsNamedWithTheLine(@TempDir Path folder) throws IOException {
    Path file = Files.writeString(folder.resolve("routes.json"), "{\"tiers\":\n  {\"fast\" 7}}");

    assertThatIllegalArgumentException()
        .isThrownBy(() -> table.overlay(file))
        .withMessageStartingWith("routing overlay " + file + ": not JSON at line 2, column 11");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> RoutingTable.read(file))
        .withMessageStartingWith("routing table " + file + ": not JSON at line 2, column 11");
  }

  @Test
  void fileIsReadUpToItsLimitAndMustBeThere(@TempDir Path folder) throws IOException {
    Path fine = Files.writeString(folder.resolve("fine"), "{\"tiers\": {\"fast\": \"mine/m\"}}");
    Path large = Files.writeString(folder.resolve("large"), " ".repeat((1 << 20) + 1));

    assertThat(table.overlay(fine).route("quick-check").target()).isEqualTo(MINE);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> table.overlay(large))
        .withMessageContaining("above 1 MiB");
    assertThatThrownBy(() -> table.overlay(folder.resolve("none")))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining("none cannot be read");
  }

  @Test
  void codeChangesATierARouteAndAPattern() {
    var route = new Route("triage", new Route.Tier(1, "fast"), MINE, Fallbacks.of("a/b"));

    var own =
        table
            .withTier("prose", MINE, Fallbacks.none())
            .with(route)
            .withPattern("audit", List.of(MINE));

    assertThat(own.route("docs-generation").target()).isEqualTo(MINE);
    assertThat(own.route("triage")).isEqualTo(route);
    assertThat(own.pattern("audit")).containsExactly(MINE);
  }

  @Test
  void codeNamesKnownTiersAndPatternsToo() {
    var route = new Route("triage", new Route.Tier(7, "huge"), MINE, Fallbacks.none());

    assertThatIllegalArgumentException()
        .isThrownBy(() -> table.with(route))
        .withMessageStartingWith("no tier 'huge'. Known: fast, code, ");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> table.withTier("huge", MINE, Fallbacks.none()))
        .withMessageStartingWith("no tier 'huge'");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> table.pattern("audit"))
        .withMessage("no pattern 'audit'. Known: none");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> table.withPattern("audit", List.of()))
        .withMessage("pattern 'audit': no targets; name at least one");
  }
}
