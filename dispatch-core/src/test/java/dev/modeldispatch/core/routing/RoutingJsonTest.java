package dev.modeldispatch.core.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RoutingJsonTest {
  @Test
  void routeKeepsItsFallbacksAndTier() {
    var table =
        RoutingTable.parse(
            """
            {"tiers": [
              {"name": "one", "target": "a/b", "taskTypes": ["x"]},
              {"name": "two", "target": "a/c", "fallbacks": ["d/e/f"], "taskTypes": ["y", "z"]}]}\
            """);

    assertThat(table.route("z"))
        .hasToString(
            "Route[taskType=z, tier=Tier[number=2, name=two, thinking=], target=a/c, fallbacks=[d/e/f]]");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{'tires': []}|unknown field 'tires' (known: tiers, patterns)",
        "{}|'tiers' must be a list of at least one tier",
        "[]|the table must be a JSON object with tiers",
        "{'tiers':"
            + " [{'name':'n','target':'a/b','taskTypes':['x']},{'name':'n','target':'a/b','taskTypes':['y']}]}|tiers[1]:"
            + " tier 'n' is there twice",
        "{'tiers': [7]}|tiers[0] must be a JSON object with name, target, fallbacks, overflowFallbacks,",
        "{'tiers': [{'name':'n','target':'a/b','taskTypes':['x'],'tpyo':1}]}|tiers[0]: unknown"
            + " field 'tpyo'",
        "{'tiers': [{'target':'a/b','taskTypes':['x']}]}|tiers[0].name must be a text",
        "{'tiers': [{'name':'n','taskTypes':['x']}]}|tiers[0]: target: '' is not a target",
        "{'tiers': [{'name':'n','target':'gpt-x','taskTypes':['x']}]}|tiers[0]: target: 'gpt-x' is"
            + " not a target",
        "{'tiers':"
            + " [{'name':'n','target':'a/b','taskTypes':['x'],'fallbacks':['c/d','a/b']}]}|lead back"
            + " to itself",
        "{'tiers':"
            + " [{'name':'n','target':'a/b','taskTypes':['x'],'filterFallbacks':['c/d','c/d']}]}|c/d"
            + " is there twice",
        "{'tiers': [{'name':'n','target':'a/b'}]}|tiers[0].taskTypes must be a list of at least 1",
        "{'tiers': [{'name':'n','target':'a/b','taskTypes':[]}]}|tiers[0].taskTypes must be a list"
            + " of at least 1",
        "{'tiers': [{'name':'n','target':'a/b','taskTypes':['x y']}]}|'x y' is not a task type",
        "{'tiers': [{'name':'n','target':'a/b','taskTypes':['x','x']}]}|task type 'x' is there"
            + " twice",
        "{'tiers':"
            + " [{'name':'n','target':'a/b','taskTypes':['x'],'fallbacks':['q']}]}|tiers[0].fallbacks:"
            + " target: 'q' is not a target",
        "{'tiers':"
            + " [{'name':'n','target':'a/b','taskTypes':['x'],'fallbacks':'q/r'}]}|tiers[0].fallbacks"
            + " must be a list",
        "{'tiers':"
            + " [{'name':'n','target':'a/b','taskTypes':['x'],'fallbacks':['a/1','a/2','a/3','a/4','a/5','a/6']}]}|6"
            + " are too many; name at most 5"
      })
  void errorNamesWhatIsWrong(String json, String problem) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> RoutingTable.parse(json.replace('\'', '"')))
        .withMessageStartingWith("routing table: ")
        .withMessageContaining(problem);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{'tiers': [], 'tiers': []}|Duplicate field 'tiers'",
        "{'tiers': []} {}|Trailing token",
        "{'tiers': [}|line 1, column 12 (Unexpected close marker '}': expected ']')",
        "{'tiers': [|end-of-input",
        "{tiers: []}|line 1, column 2"
      })
  void onlyStrictJsonIsRead(String json, String problem) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> RoutingTable.parse(json.replace('\'', '"')))
        .withMessageStartingWith("routing table: not JSON at line 1")
        .withMessageContaining(problem);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "null"})
  void nothingIsNoTable(String json) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> RoutingTable.parse(json))
        .withMessageContaining("the table must be a JSON object with tiers");
  }

  @Test
  void depthIsBounded() {
    String deep = "{\"tiers\":" + "[".repeat(10_000);

    assertThatIllegalArgumentException()
        .isThrownBy(() -> RoutingTable.parse(deep))
        .withMessageContaining("beyond the JSON limits")
        .satisfies(e -> assertThat(e.getMessage()).hasSizeLessThan(500));
  }

  @Test
  void severalProblemsAreListedTogether() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> RoutingTable.parse("{\"tiers\": [{\"name\": 1, \"target\": \"x\"}]}"))
        .withMessageStartingWith("routing table: 3 problems: tiers[0].name must be a text; ");
  }

  @Test
  void tierSaysHowMuchItsModelsThinkAndAnOverlayChangesIt() {
    RoutingTable table =
        RoutingTable.parse(
            "{\"tiers\": [{\"name\": \"one\", \"target\": \"a/b\", \"thinking\": \"low\","
                + " \"taskTypes\": [\"x\"]}]}");

    assertThat(table.route("x").tier().thinking()).isEqualTo("low");
    assertThat(
            table
                .overlay("{\"tiers\": {\"one\": {\"thinking\": \"xhigh\"}}}")
                .route("x")
                .tier()
                .thinking())
        .isEqualTo("xhigh");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> table.overlay("{\"tiers\": {\"one\": {\"thinking\": \"much\"}}}"))
        .withMessageContaining("tiers.one.thinking must be one of [off, minimal, low, medium");
  }
}
