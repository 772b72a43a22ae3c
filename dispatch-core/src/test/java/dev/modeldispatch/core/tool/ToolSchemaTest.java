package dev.modeldispatch.core.tool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.databind.JsonNode;
import dev.modeldispatch.ModelTarget;
import dev.modeldispatch.core.internal.Json;
import dev.modeldispatch.core.internal.JsonTrouble;
import dev.modeldispatch.core.routing.RoutingTable;
import java.util.List;
import org.junit.jupiter.api.Test;

class ToolSchemaTest {
  private static final String TASK_TYPES =
      "'enum':['boilerplate','simple-fix','quick-check','general-opinion','test-scaffolding',"
          + "'logic-verification','code-review','api-analysis','research','architecture',"
          + "'library-comparison','docs-lookup','docs-generation','security-review',"
          + "'complex-codegen','complex-fix','deep-research']";
  private static final String SHARED =
      "'systemPrompt':{'type':'string','description':'A system text for the model.'},"
          + "'jsonSchema':{'type':'string','description':'A JSON schema, an object as text; the"
          + " answer is JSON that meets it.'},"
          + "'timeout':{'type':'number','description':'Seconds per model, above 0. Default 120.',"
          + "'maximum':2147483},"
          + "'port':{'type':'integer','description':'The opencode server^s port. Default 4096.',"
          + "'minimum':1,'maximum':65535}},'required':['prompt']}";

  private final Kit kit = new Kit();

  @Test
  void schemaOfDispatchIsAsAgreed() {
    assertThat(kit.tools.named("dispatch").schema())
        .isEqualTo(
            json(
                "{'type':'object','properties':{'prompt':{'type':'string','description':'What is"
                    + " asked, with all that the model needs to know.'},"
                    + "'provider':{'type':'string','description':'The provider^s id, for example"
                    + " anthropic; or give taskType.'},"
                    + "'model':{'type':'string','description':'The provider^s model id; or give"
                    + " taskType.'},"
                    + "'taskType':{'type':'string','description':'Picks provider and model by the"
                    + " kind of task; a given provider or model wins.',"
                    + TASK_TYPES
                    + "},"
                    + "'sessionId':{'type':'string','description':'Continues the conversation that"
                    + " an earlier reply named.'},"
                    + "'cleanup':{'type':'boolean','description':'Whether the conversation is"
                    + " removed afterwards. Default true for a new one, false for a continued"
                    + " one.'},"
                    + SHARED));
  }

  @Test
  void schemaOfBatchDispatchIsAsAgreed() {
    assertThat(kit.tools.named("batch-dispatch").schema())
        .isEqualTo(
            json(
                "{'type':'object','properties':{'prompt':{'type':'string','description':'What is"
                    + " asked, with all that the models need to know.'},"
                    + "'models':{'type':'array','description':'Who is asked, at least 2; duplicates"
                    + " are kept apart.','minItems':2,'items':{'type':'object','properties':"
                    + "{'provider':{'type':'string'},'model':{'type':'string'}},"
                    + "'required':['provider','model']}},"
                    + "'taskType':{'type':'string','description':'Tells which one model suits a"
                    + " kind of task; ignored when models are given.',"
                    + TASK_TYPES
                    + "},"
                    + SHARED))
        .isEqualTo(kit.tools.named("batch-start").schema());
  }

  @Test
  void sharedArgumentsAgree() throws JsonTrouble {
    JsonNode one = Json.parse(kit.tools.named("dispatch").schema()).path("properties");
    JsonNode many = Json.parse(kit.tools.named("batch-dispatch").schema()).path("properties");

    assertThat(List.of("systemPrompt", "jsonSchema", "timeout", "port"))
        .allSatisfy(name -> assertThat(one.path(name)).isEqualTo(many.path(name)).isNotEmpty());
    assertThat(one.at("/taskType/enum")).isEqualTo(many.at("/taskType/enum"));
  }

  @Test
  void taskTypesAreThoseOfTheTable() {
    var table = RoutingTable.original().overlay("{\"tasks\":{\"triage\":{\"tier\":\"fast\"}}}");
    var own = new Kit(ToolOptions.builder().routes(table).build());

    assertThat(own.tools.named("dispatch").schema()).contains("\"deep-research\",\"triage\"]");
    assertThat(own.tools.named("batch-dispatch").schema()).contains("\"triage\"]");
  }

  @Test
  void patternIsOfferedIfTheTableHasOne() {
    var table = RoutingTable.original().withPattern("audit", ModelTarget.list("p/a", "p/b"));
    var own = new Kit(ToolOptions.builder().routes(table).build());

    assertThat(own.tools.named("batch-dispatch").schema())
        .contains("\"pattern\":{\"type\":\"string\",", "\"enum\":[\"audit\"]");
    assertThat(kit.tools.named("batch-dispatch").schema()).doesNotContain("pattern");
  }

  @Test
  void everyToolHasANameADescriptionAndAnObjectSchema() {
    assertThat(kit.tools.all())
        .extracting(ModelTool::name)
        .containsExactly(
            "dispatch",
            "batch-dispatch",
            "batch-start",
            "batch-status",
            "batch-cancel",
            "list-models",
            "preflight");
    assertThat(kit.tools.all())
        .allSatisfy(
            tool -> {
              assertThat(tool.description()).hasSizeBetween(60, 599);
              assertThat(Json.parse(tool.schema()).path("type").asText()).isEqualTo("object");
            });
  }

  @Test
  void descriptionsOfBothToolsSayWhenAndMentionTaskType() {
    assertThat(kit.tools.all().subList(0, 2))
        .allSatisfy(
            tool ->
                assertThat(tool.description())
                    .contains("taskType", "Optional", "no files", "prompt"));
  }

  @Test
  void hyphensCanBeUnderscoresAndThePrefixesStay() {
    var own = new Kit(ToolOptions.builder().naming(ToolOptions.Naming.UNDERSCORES).build());

    assertThat(own.tools.all())
        .allSatisfy(
            tool -> {
              assertThat(tool.name()).doesNotContain("-");
              assertThat(tool.description()).doesNotContain("batch-");
              assertThat(tool.schema()).doesNotContain("batch-");
            });
    assertThat(own.call("batch_dispatch", "{}")).startsWith("[batch-dispatch error] ");
  }

  @Test
  void unknownToolIsRefusedWithAllThatThereAre() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> kit.tools.named("batch_dispatch"))
        .withMessageStartingWith("no tool \"batch_dispatch\". Known: dispatch, batch-dispatch, ");
  }

  @Test
  void wrongOptionsAreToldTogether() {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                ToolOptions.builder()
                    .timeout(java.time.Duration.ZERO)
                    .primer(" ")
                    .maxBatches(0)
                    .build())
        .withMessageStartingWith("tools: 3 problems: timeout PT0S must be");
  }

  private static String json(String text) {
    return text.replace('\'', '"').replace('^', '\'');
  }
}
