package dev.modeldispatch.core.tool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.modeldispatch.ModelTarget;
import dev.modeldispatch.core.routing.RoutingTable;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ArgumentsTest {
  private static final String VALID =
      "Valid values: boilerplate, simple-fix, quick-check, general-opinion, test-scaffolding,"
          + " logic-verification, code-review, api-analysis, research, architecture,"
          + " library-comparison, docs-lookup, docs-generation, security-review, complex-codegen,"
          + " complex-fix, deep-research";
  private static final String SCHEMA =
      "For example {\"type\":\"object\",\"properties\":{\"verdict\":{\"type\":\"string\"}}}.";
  private static final String MODELS =
      "For example [{\"provider\":\"openai\",\"model\":\"gpt-x\"},"
          + "{\"provider\":\"anthropic\",\"model\":\"claude-x\"}].";

  private final Kit kit = new Kit();

  ArgumentsTest() {
    kit.models.others().answers("Blue.");
  }

  @Test
  void unknownTaskTypeListsAllValidOnes() {
    assertThat(kit.dispatch("{'taskType':'reserch','prompt':'Why?'}"))
        .isEqualTo(
            "[dispatch error] invalid_request: Unknown taskType: \"reserch\"\nHint: " + VALID);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "'provider':'p',",
        "'model':'m',",
        "'provider':'','model':'','taskType':'',",
        "'provider':null,'model':'m',"
      })
  void neitherTaskTypeNorBothFieldsIsAnError(String arguments) {
    assertThat(kit.dispatch("{" + arguments + "'prompt':'Why?'}"))
        .isEqualTo(
            "[dispatch error] invalid_request: Either provide both 'provider' and 'model', or"
                + " provide 'taskType'\nHint: "
                + VALID);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "'port':0|port must be an integer between 1 and 65535",
        "'port':65536|port must be an integer between 1 and 65535",
        "'port':80.5|port must be an integer between 1 and 65535",
        "'port':'80'|port must be an integer between 1 and 65535",
        "'port':1e400|port must be an integer between 1 and 65535",
        "'timeout':0|timeout must be a positive number of seconds",
        "'timeout':-1|timeout must be a positive number of seconds",
        "'timeout':'30'|timeout must be a positive number of seconds",
        "'timeout':true|timeout must be a positive number of seconds",
        "'timeout':2147483.001|timeout must be <= 2147483 seconds",
        "'timeout':1e400|timeout must be <= 2147483 seconds",
        "'cleanup':'yes'|cleanup must be true or false",
        "'systemPrompt':7|systemPrompt must be a string",
        "'provider':7|provider must be a string",
        "'sessionId':[]|sessionId must be a string"
      })
  void wrongValueIsTold(String argument, String problem) {
    assertThat(kit.dispatch("{'taskType':'research','prompt':'Why?'," + argument + "}"))
        .isEqualTo("[dispatch error] invalid_request: " + problem)
        .hasSizeLessThan(500);
    assertThat(kit.models.calls()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "'port':1",
        "'port':65535",
        "'port':4096.0",
        "'timeout':0.5",
        "'timeout':2147483",
        "'timeout':1e-9",
        "'cleanup':true",
        "'systemPrompt':''",
        "'jsonSchema':''",
        "'timeout':null"
      })
  void valueAtItsLimitIsTaken(String argument) {
    assertThat(kit.dispatch("{'taskType':'research','prompt':'Why?'," + argument + "}"))
        .startsWith("--- dispatch response from ");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{type|Invalid jsonSchema: not JSON at line 1, column 2",
        "[]|jsonSchema must parse to a JSON object schema",
        "7|jsonSchema must parse to a JSON object schema",
        "null|jsonSchema must parse to a JSON object schema",
        "{'type':'text'}|Invalid jsonSchema: the root: 'type' has no form that can be checked",
        "{'a':1,'a':2}|Invalid jsonSchema: not JSON at line 1, column 11"
      })
  void schemaIsAJsonObject(String schema, String problem) {
    String quoted = schema.replace("'", "\\'");

    assertThat(
            kit.dispatch("{'taskType':'research','prompt':'Why?','jsonSchema':'" + quoted + "'}"))
        .isEqualTo("[dispatch error] invalid_request: " + problem + "\nHint: " + SCHEMA);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "'prompt':'',", "'prompt':' \\n',", "'prompt':null,"})
  void promptIsRequired(String prompt) {
    assertThat(kit.dispatch("{" + prompt + "'taskType':'research'}"))
        .isEqualTo(
            "[dispatch error] invalid_request: prompt must not be blank\n"
                + "Hint: Say in prompt what is asked.");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{|the arguments are not JSON at line 1, column 2",
        "[]|the arguments must be a JSON object",
        "'x'|the arguments must be a JSON object",
        "{'prompt':'a','prompt':'b'}|the arguments are not JSON at line 1, column 23",
        "{} {}|the arguments are not JSON at line 1, column 4"
      })
  void argumentsAreOneJsonObject(String json, String problem) {
    assertThat(kit.dispatch(json))
        .isEqualTo(
            "[dispatch error] invalid_request: "
                + problem
                + "\nHint: Pass one JSON object with the tool's arguments.");
  }

  @Test
  void argumentsAreBounded() {
    String prompt = "x".repeat(8 << 20);

    assertThat(kit.dispatch("{'taskType':'research','prompt':'" + prompt + "'}"))
        .startsWith("[dispatch error] invalid_request: the arguments are above 8388608 characters");
    assertThat(kit.dispatch("{'a':" + "[".repeat(100_000)))
        .startsWith("[dispatch error] invalid_request: the arguments are beyond the JSON limits");
  }

  @ParameterizedTest
  @CsvSource({
    "1e-99999999, --- dispatch response from",
    "1e-999999999, --- dispatch response from",
    "1e99999999, [dispatch error] invalid_request: timeout must be <=",
    "-1e99999999, [dispatch error] invalid_request: timeout must be a positive"
  })
  @Timeout(value = 10, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void numberOfMillionsOfPlacesCostsNothing(String number, String reply) {
    String ask = "{'taskType':'research','prompt':'Why?',";

    assertThat(kit.dispatch(ask + "'timeout':" + number + "}")).startsWith(reply);
    assertThat(kit.dispatch(ask + "'port':" + number + "}")).contains("port must be an integer");
    assertThat(kit.batch("{'prompt':'Why?','models':[" + number + "]}")).contains("models[0] is");
    assertThat(kit.call("batch-status", "{'batchId':'b-1','waitSeconds':" + number + "}"))
        .contains("waitSeconds must be an integer");
  }

  @Test
  void unknownArgumentIsToldWithWhatWasMeant() {
    assertThat(kit.dispatch("{'task_type':'research','prompt':'Why?','provider':'p','model':'m'}"))
        .isEqualTo(
            "[dispatch error] invalid_request: Unknown argument: \"task_type\" (did you"
                + " mean taskType?)\nHint: Known arguments: prompt, provider, model, taskType,"
                + " sessionId, cleanup, systemPrompt, jsonSchema, timeout, port.");
    assertThat(kit.models.calls()).isEmpty();
  }

  @Test
  void manyUnknownArgumentsAreOneProblem() {
    assertThat(kit.dispatch("{'a':1,'b':2,'c':3,'d':4,'taskType':'research','port':0}"))
        .startsWith(
            "[dispatch error] invalid_request: 3 problems: Unknown argument: \"a\", \"b\" and 2"
                + " more; prompt must not be blank; port must be an integer between");
  }

  @Test
  void allProblemsAreToldAtOnceInLessThan500Characters() {
    String text =
        kit.dispatch(
            "{'prompt':' ','provider':'a b','model':' ','sessionId':'\\u0007 x','cleanup':7,"
                + "'systemPrompt':[],'jsonSchema':'[]','timeout':0,'port':0}");

    assertThat(text)
        .startsWith("[dispatch error] invalid_request: 9 problems: ")
        .contains(
            "prompt must not be blank",
            "provider is no id: \"a b\"",
            "model is no id: \" \"",
            "sessionId is none: \"\\u0007 x\"",
            "cleanup must be true or false",
            "systemPrompt must be a string",
            "jsonSchema must parse to a JSON object schema",
            "timeout must be a positive number of seconds",
            "port must be an integer between 1 and 65535",
            "\nHint: ")
        .hasSizeLessThan(500);
    assertThat(kit.models.calls()).isEmpty();
  }

  @Test
  void valuesInErrorsAreShortAndShowNoControls() {
    String text = kit.dispatch("{'prompt':'Why?','taskType':'\\u001b" + "x".repeat(10_000) + "'}");

    assertThat(text)
        .startsWith(
            "[dispatch error] invalid_request: Unknown taskType: \"\\u001b"
                + "x".repeat(39)
                + "...\"\nHint: Valid values: ")
        .hasSizeLessThan(500);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "'x'|it is \"x\"",
        "7|it is \"7\"",
        "{}|it is \"{}\"",
        "['p/a','p/b']|models[0] is \"p/a\" (and 1 more)",
        "[{'provider':'p','model':'a'},{'provider':'p'}]|models[1] is \"{\"provider\":\"p\"}\"",
        "[{'provider':'p','model':'a'},{'provider':'p','model':''}]|models[1] is"
            + " \"{\"provider\":\"p\",\"model\":\"\"}\"",
        "[{'provider':'p','model':'a'},{'provider':'p','model':7}]|models[1] is"
            + " \"{\"provider\":\"p\",\"model\":7}\"",
        "[{'provider':'p','model':'a','x':1},7]|models[0] is"
            + " \"{\"provider\":\"p\",\"model\":\"a\",\"x\":1}\" (and 1 more)"
      })
  void modelsAreAnArrayOfProviderAndModel(String models, String problem) {
    assertThat(kit.batch("{'prompt':'Why?','models':" + models + "}"))
        .isEqualTo(
            "[batch-dispatch error] invalid_request: models must be an array of {provider, model};"
                + " "
                + problem
                + "\nHint: "
                + MODELS);
    assertThat(kit.models.calls()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "'models':[{'provider':'p','model':'a'}]|models has 1",
        "'models':'[{\\'provider\\':\\'p\\',\\'model\\':\\'a\\'}]'|models has 1",
        "'models':[]|models has 0",
        "'models':'[]'|models has 0"
      })
  void oneModelIsForTheOtherTool(String models, String problem) {
    assertThat(kit.batch("{'prompt':'Why?'," + models + "}"))
        .isEqualTo(
            "[batch-dispatch error] invalid_request: "
                + problem
                + ": at least 2 models; use the dispatch tool for one");
  }

  @ParameterizedTest
  @ValueSource(strings = {"'prompt':'Why?'", "'prompt':'Why?','models':''"})
  void missingModelsAreTold(String arguments) {
    assertThat(kit.batch("{" + arguments + "}"))
        .isEqualTo(
            "[batch-dispatch error] invalid_request: models is missing: at least 2 models; use the"
                + " dispatch tool for one\nHint: Name each as {provider, model}.");
  }

  @Test
  void numberOfModelsIsBounded() {
    String one = "{'provider':'p','model':'a'}";

    assertThat(kit.batch("{'prompt':'Why?','models':[" + (one + ",").repeat(100) + one + "]}"))
        .isEqualTo("[batch-dispatch error] invalid_request: models must be at most 100");
    assertThat(kit.batch("{'prompt':'Why?','models':[" + (one + ",").repeat(99) + one + "]}"))
        .startsWith("=== batch-dispatch to 100 models ===");
  }

  @Test
  void batchTellsAllProblemsAtOnce() {
    String text =
        kit.batch("{'models':[7],'timeout':0,'port':'x','jsonSchema':'{','cleanup':true}");

    assertThat(text)
        .startsWith("[batch-dispatch error] invalid_request: 7 problems: ")
        .contains(
            "Unknown argument: \"cleanup\"",
            "prompt must not be blank",
            "models[0] is \"7\"",
            "timeout must be a positive number of seconds",
            "port must be an integer between 1 and 65535",
            "Invalid jsonSchema: not JSON")
        .hasSizeLessThan(500);
  }

  @Test
  void patternStandsForModels() {
    var table =
        RoutingTable.original()
            .withPattern("audit", ModelTarget.list("p/a", "p/b", "p/c"))
            .withPattern("solo", List.of(ModelTarget.parse("p/a")));
    var own = new Kit(ToolOptions.builder().routes(table).build());
    own.models.others().answers("Blue.");
    String two = "[{'provider':'p','model':'a'},{'provider':'p','model':'b'}]";

    assertThat(own.batch("{'prompt':'Why?','pattern':'audit'}")).contains("Models: p/a, p/b, p/c");
    assertThat(own.batch("{'prompt':'Why?','pattern':'adit'}"))
        .isEqualTo(
            "[batch-dispatch error] invalid_request: Unknown pattern: \"adit\"\n"
                + "Hint: Valid values: audit, solo");
    assertThat(own.batch("{'prompt':'Why?','pattern':'solo'}"))
        .contains("pattern has 1: at least 2 models");
    assertThat(own.batch("{'prompt':'Why?','pattern':'audit','models':" + two + "}"))
        .contains("models and pattern are both given");
    assertThat(kit.batch("{'prompt':'Why?','pattern':'audit'}"))
        .contains("Unknown argument: \"pattern\"");
  }
}
