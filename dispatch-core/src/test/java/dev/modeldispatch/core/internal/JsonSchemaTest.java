package dev.modeldispatch.core.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonSchemaTest {
  private static final String VERDICT =
      "{\"a\": [1, {\"b\": \"x } ] ``` y\"}], \"c\": -1.5e3, \"d\": null, \"e\": \"\\u00e9\\\"\"}";

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{}|7",
        "{'type':'object'}|{}",
        "{'type':'array'}|[]",
        "{'type':'string'}|'x'",
        "{'type':'boolean'}|true",
        "{'type':'null'}|null",
        "{'type':'number'}|1",
        "{'type':'number'}|1.5",
        "{'type':'integer'}|1",
        "{'type':'integer'}|1.0",
        "{'type':'integer','minimum':1,'enum':[1000e2147483647]}|1000e2147483647",
        "{'type':'integer'}|1e3",
        "{'type':'integer'}|123456789012345678901234567890",
        "{'type':['string','null']}|null",
        "{'properties':{'a':{'type':'string'}}}|{}",
        "{'properties':{'a':{'type':'string'}}}|{'a':'x','b':1}",
        "{'properties':{'a':{'type':'string'}}}|7",
        "{'properties':{'a':true}}|{'a':1}",
        "{'required':['a']}|{'a':null}",
        "{'required':['a']}|'no object'",
        "{'required':[]}|{}",
        "{'items':{'type':'integer'}}|[1,2]",
        "{'items':{'type':'integer'}}|{'a':'x'}",
        "{'items':[{'type':'integer'}]}|['x']",
        "{'prefixItems':[{}],'items':false}|['x']",
        "{'enum':['a',1,null,{'b':[2]}]}|'a'",
        "{'enum':['a',1,null,{'b':[2]}]}|1.0",
        "{'enum':['a',1,null,{'b':[2]}]}|null",
        "{'enum':['a',1,null,{'b':[2]}]}|{'b':[2.0]}",
        "{'additionalProperties':true}|{'z':1}",
        "{'properties':{'a':{}},'additionalProperties':false}|{'a':1}",
        "{'additionalProperties':{'type':'integer'}}|{'z':1}",
        "{'patternProperties':{'^z':{}},'additionalProperties':false}|{'z':1}",
        "{'minimum':1}|1",
        "{'minimum':1}|'a'",
        "{'maximum':0.1}|0.1",
        "{'maximum':5}|-1e400",
        "{'anyOf':[{'type':'integer'},{'type':'null'}]}|null",
        "{'anyOf':[{'required':['a']},{'required':['b']}]}|{'b':1}",
        "{'pattern':'x','const':1,'$ref':'#/no','minLength':9,'oneOf':[]}|'y'"
      })
  void valueThatMeetsTheSchemaPasses(String schema, String value) {
    assertThat(violation(schema, value)).isEqualTo("none");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{'type':'object'}|[]|the root: expected object",
        "{'type':'array'}|{}|the root: expected array",
        "{'type':'string'}|1|the root: expected string",
        "{'type':'boolean'}|'true'|the root: expected boolean",
        "{'type':'null'}|0|the root: expected null",
        "{'type':'number'}|'1'|the root: expected number",
        "{'type':'integer'}|1.5|the root: expected integer",
        "{'type':'integer'}|1e-999999999|the root: expected integer",
        "{'type':['string','null']}|1|the root: expected string or null",
        "{'properties':{'a':{'type':'string'}}}|{'a':1}|/a: expected string",
        "{'properties':{'a':false}}|{'a':1}|/a: expected nothing",
        "{'properties':{'a':{'properties':{'b':{'enum':[1]}}}}}|{'a':{'b':2}}|/a/b: expected one of"
            + " the 1 values of 'enum'",
        "{'properties':{'a/b~c':{'type':'null'}}}|{'a/b~c':1}|/a~1b~0c: expected null",
        "{'required':['a','b']}|{'a':1}|/b: expected a value, as it is required",
        "{'items':{'type':'integer'}}|[1,2,'x','y']|/2: expected integer",
        "{'items':{'items':{'maximum':3}}}|[[1],[2,4]]|/1/1: expected at most 3",
        "{'enum':['a',1]}|'A'|the root: expected one of the 2 values of 'enum'",
        "{'enum':[{'b':1}]}|{'b':1,'c':2}|the root: expected one of the 1 values of 'enum'",
        "{'properties':{'a':{}},'additionalProperties':false}|{'a':1,'secret':2}|/*: expected"
            + " nothing",
        "{'additionalProperties':{'type':'integer'}}|{'secret':'secret'}|/*: expected integer",
        "{'minimum':1}|0.999|the root: expected at least 1",
        "{'maximum':1}|1.001|the root: expected at most 1",
        "{'maximum':1}|1e400|the root: expected at most 1",
        "{'anyOf':[{'type':'integer'},{'type':'null'}]}|'x'|the root: expected one of the 2 forms"
            + " of 'anyOf'",
        "{'anyOf':[{'type':'integer','maximum':3},{'type':'null'}]}|4|the root: expected at most 3",
        "{'anyOf':[{'properties':{'t':{'enum':['A']},'a':{'type':'null'}}},"
            + "{'properties':{'t':{'enum':['B']},'a':{'type':'string'}}}]}|{'t':'B','a':1}|/a:"
            + " expected string",
        "{'anyOf':[{'properties':{'t':{'enum':['A']}}},{'properties':{'t':{'enum':['B']}}}]}|"
            + "{'t':'secret'}|the root: expected one of the 2 forms of 'anyOf'",
        "{'properties':{'a':{'anyOf':[{'type':'object','required':['b']},{'type':'null'}]}}}|"
            + "{'a':{}}|/a/b: expected a value, as it is required",
        "{'required':['b'],'properties':{'a':{'type':'null'}}}|{'a':1}|/b: expected a value, as it"
            + " is required"
      })
  void firstViolationIsNamedWithoutTheContent(String schema, String value, String violation) {
    assertThat(violation(schema, value)).isEqualTo(violation).doesNotContain("secret");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "[]|must be one JSON object",
        "{'a':1,'a':2}|must be one JSON object",
        "{} {}|must be one JSON object",
        "{'type':'strnig'}|the root: 'type' has no form",
        "{'type':[]}|the root: 'type' has no form",
        "{'type':{'a':'string'}}|the root: 'type' has no form",
        "{'properties':[]}|the root: 'properties' has no form",
        "{'properties':{'a':7}}|/a must be an object or a boolean",
        "{'properties':{'a':{'required':true}}}|/a: 'required' has no form",
        "{'anyOf':[]}|the root: 'anyOf' has no form",
        "{'anyOf':[{'items':{'type':7}}]}|/*: 'type' has no form",
        "{'items':{'enum':[]}}|/*: 'enum' has no form",
        "{'additionalProperties':{'minimum':'1'}}|/*: 'minimum' has no form",
        "{'maximum':null,'minimum':true}|2 problems: the root: 'minimum' has no form that can be"
            + " checked; the"
      })
  void schemaThatCannotBeCheckedIsRefused(String schema, String problem) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> JsonSchema.of(schema.replace('\'', '"')))
        .withMessageStartingWith("jsonSchema: ")
        .withMessageContaining(problem);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "%s",
        "\n\t%s  ",
        "```json\n%s\n```",
        "```\n%s```",
        "Here you are [1]:\n```json\n%s\n```\nAs {you} asked.",
        "Here you are: %s. Anything else?"
      })
  void jsonIsFoundInsideAnAnswer(String around) {
    var found = JsonInText.find(around.formatted(VERDICT)).orElseThrow();

    assertThat(found.json()).isEqualTo(VERDICT);
    assertThat(found.value().path("a").path(1).path("b").asText()).isEqualTo("x } ] ``` y");
  }

  @ParameterizedTest
  @ValueSource(strings = {"true", "7", "\"x\"", "null", "[]", "{}", "```\n7\n```"})
  void anyValueAloneIsJson(String text) {
    assertThat(JsonInText.find(text)).isPresent();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "no JSON at all",
        "seven: 7",
        "{\"a\": {\"b\": 1}",
        "Sure: [{\"a\": 1}, {\"b\": 2",
        "```json\n[{\"a\": 1},\n```",
        "{'a': {\"b\": 1}}",
        "\"a\": {\"b\": 1}}",
        "{\"a\": 1} or {\"a\": 2}",
        "```\n{\"a\": 1}\n```\n```\n{\"a\": 2}\n```",
        "{\"a\": 1, \"a\": 2}",
        "{\"a\": NaN}",
        "{\"a\": 1,}",
        "{\"a\": 1e99999999999}",
        "1000e-2147483648",
        "}{"
      })
  void brokenOrAmbiguousJsonIsNeverRepaired(String text) {
    assertThat(JsonInText.find(text)).isEmpty();
  }

  @Test
  void cutAnswerIsNeverFound() {
    for (String around : new String[] {"%s", "```json\n%s\n```", "So: %s"}) {
      String text = around.formatted(VERDICT);
      for (int end = 0; end < around.indexOf('%') + VERDICT.length(); end++) {
        assertThat(JsonInText.find(text.substring(0, end))).as("cut at %d", end).isEmpty();
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"[", "{\"a\":", "```\n", "{", "\\", "-[1"})
  void hugeNonsenseIsRefusedInOnePass(String piece) {
    assertThat(JsonInText.find(piece.repeat(1_000_000))).isEmpty();
  }

  @Test
  void depthIsBoundedBothWays() {
    assertThat(JsonInText.find("[".repeat(200) + "]".repeat(200))).isPresent();
    assertThat(JsonInText.find("[".repeat(201) + "]".repeat(201))).isEmpty();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> JsonSchema.of("{\"items\":".repeat(201) + "{}" + "}".repeat(201)))
        .withMessageContaining("at most 200 levels");
  }

  @Test
  void deepestSchemaWalksTheDeepestValue() {
    String schema = "{\"items\":".repeat(199) + "{\"type\":\"null\"}" + "}".repeat(199);

    String violation = violation(schema, "[".repeat(200) + "]".repeat(200));

    assertThat(violation).startsWith("...").endsWith("/0: expected null").hasSizeLessThan(300);
  }

  @Test
  void deepChoicesAreTriedOnceEach() {
    String schema = "{\"anyOf\":[{\"items\":".repeat(60) + "{\"type\":\"null\"}" + "}]}".repeat(60);

    String violation = violation(schema, "[".repeat(60) + "1" + "]".repeat(60));

    assertThat(violation).endsWith("/0: expected null");
  }

  @Test
  void namesInAPlaceAreShownSafely() {
    String schema = "{\"required\":[\"a\\n--- \\u202e" + "x".repeat(300) + "\"]}";

    assertThat(violation(schema, "{}")).startsWith("/a\\u000a--- \\u202ex").hasSizeLessThan(150);
  }

  @Test
  void anyMangledAnswerIsReadOrRefused() {
    var random = new Random(7);
    for (int i = 0; i < 5_000; i++) {
      var text = new StringBuilder(VERDICT);
      text.setCharAt(random.nextInt(text.length()), "{}[]\",:`\\ 1".charAt(random.nextInt(11)));

      var found = JsonInText.find(text.toString());

      found.ifPresent(json -> assertThat(text).contains(json.json()));
    }
  }

  @Test
  void whatWasFoundIsNotPrinted() {
    assertThat(JsonInText.find("[1, 2]").orElseThrow()).hasToString("JsonInText[6 chars]");
  }

  private static String violation(String schema, String value) {
    var check = JsonSchema.of(schema.replace('\'', '"'));
    var found = JsonInText.find(value.replace('\'', '"')).orElseThrow();
    return check.violation(found.value()).map(Violation::toString).orElse("none");
  }
}
