package dev.modeldispatch.samples.workflows;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class WorkflowsTest {
  private static final String RECORD = "`Dispatch used: yes/no (targets, task types)`";
  private static final Map<String, List<String>> TASK_TYPES =
      Map.of(
          "execute",
              List.of(
                  "boilerplate",
                  "test-scaffolding",
                  "research",
                  "docs-generation",
                  "complex-codegen"),
          "code-review",
              List.of("security-review", "architecture", "logic-verification", "general-opinion"),
          "code-loop", List.of("code-review", "security-review", "simple-fix", "complex-fix"),
          "planning",
              List.of(
                  "library-comparison",
                  "api-analysis",
                  "docs-lookup",
                  "quick-check",
                  "deep-research",
                  "research"),
          "final-review", List.of("general-opinion", "code-review", "security-review"),
          "system-review", List.of("architecture", "logic-verification", "general-opinion"));

  static List<Workflow> originals() throws IOException {
    return Folders.originals();
  }

  @Test
  void everyWorkflowIsThere() throws IOException {
    assertThat(originals()).extracting(Workflow::name).hasSameElementsAs(TASK_TYPES.keySet());
  }

  @ParameterizedTest
  @MethodSource("originals")
  void nothingIsNamedThatDoesNotExist(Workflow workflow) {
    try (var check = new WorkflowCheck()) {
      assertThat(check.problems(workflow)).isEmpty();
    }
  }

  @ParameterizedTest
  @MethodSource("originals")
  void tableListsTheTaskTypesOfTheWorkflow(Workflow workflow) {
    assertThat(workflow.taskTypes())
        .containsExactlyInAnyOrderElementsOf(TASK_TYPES.getOrDefault(workflow.name(), List.of()));
  }

  @ParameterizedTest
  @MethodSource("originals")
  void eachSaysWhenAndHowAndWhatIsRecorded(Workflow workflow) {
    assertThat(workflow.section("## Dispatch: other models, optional"))
        .contains("Optional, never required", "sees no files", "Trust local evidence first");
    assertThat(workflow.section("### When not to dispatch")).isNotBlank();
    assertThat(workflow.section("### Prompt templates")).contains("```json ");
    assertThat(workflow.templates()).hasSizeGreaterThanOrEqualTo(2);
    assertThat(workflow.section("## Report")).contains("- " + RECORD);
    assertThat(workflow.header()).containsKey("description");
  }

  @ParameterizedTest
  @MethodSource("originals")
  void rulesAreTheSameEverywhere(Workflow workflow) throws IOException {
    String rules = workflow.section("## Dispatch: other models, optional").split("###", 2)[0];

    assertThat(Files.readString(Folders.MODULE.resolve("AGENTS.md"))).contains(rules.strip());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          code-review   | Second opinion:
          code-review   | Security review:
          code-loop     | Review:
          code-loop     | Fix:
          execute       | Boilerplate:
          execute       | Research:
          execute       | API documentation:
          planning      | Library comparison:
          planning      | API documentation:
          final-review  | Second opinion:
          system-review | Plan against reality:
          """)
  void templateIsReady(String name, String title) throws IOException {
    assertThat(Folders.original(name).body()).containsPattern("\n" + title + "\n\n```json ");
  }

  @Test
  void codeReviewHasBothToolsAndItsObservations() throws IOException {
    Workflow review = Folders.original("code-review");

    assertThat(review.header())
        .containsEntry("mode", "subagent")
        .containsEntry("tools.dispatch", "true")
        .containsEntry("tools.batch-dispatch", "true")
        .containsEntry("tools.edit", "false");
    assertThat(review.section("### Dispatch-Informed Observations")).isNotBlank();
  }

  @Test
  void loopCountsTheDispatchesOfEachRound() throws IOException {
    assertThat(Folders.original("code-loop").section("## Report"))
        .contains("| Round |", "| Review dispatches | Fix dispatches |");
  }

  @Test
  void planningAllowsResearchAndNothingElse() throws IOException {
    Workflow planning = Folders.original("planning");

    assertThat(planning.body().replace('\n', ' '))
        .contains("it is no subagent", "answers inline", "the planner, write the plan");
    assertThat(planning.section("### Dispatch research summary")).isNotBlank();
  }

  @ParameterizedTest
  @MethodSource("originals")
  void plainCopySaysTheSame(Workflow workflow) throws IOException {
    Path copy = Folders.COMMANDS.resolve(workflow.name() + ".md");
    if (Boolean.getBoolean("workflows.write")) {
      Files.writeString(copy, workflow.body());
    }

    assertThat(copy)
        .as("with -Dworkflows.write=true this test writes the copies anew")
        .hasContent(workflow.body());
  }

  @Test
  void indexNamesEachPlainCopyAndNoOther() throws IOException {
    String lines =
        originals().stream()
            .map(
                workflow ->
                    "- [%s](commands/%s.md): %s"
                        .formatted(
                            workflow.name(), workflow.name(), workflow.header().get("description")))
            .collect(Collectors.joining("\n"));

    assertThat(Files.readString(Folders.MODULE.resolve("AGENTS.md"))).contains(lines + "\n\n");
    assertThat(Workflow.in(Folders.COMMANDS))
        .extracting(Workflow::name)
        .hasSameElementsAs(TASK_TYPES.keySet());
  }
}
