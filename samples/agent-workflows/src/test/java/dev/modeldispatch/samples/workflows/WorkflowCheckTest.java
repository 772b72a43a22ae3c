package dev.modeldispatch.samples.workflows;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** One word is spoiled in a copy of a workflow that is fine, and the check tells. */
class WorkflowCheckTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      textBlock =
          """
          agent/code-review; | `security-review` |     ; | `security-reviev` |      ; table's task type security-reviev
          agent/code-review; `taskType`                ; `tasktype`                 ; tasktype is no task type
          agent/code-review; `batch-dispatch`          ; `batch-ask`                ; batch-ask is no task type, no tool
          agent/code-review; batch-dispatch: true      ; batch-dispach: true        ; header's tool batch-dispach
          agent/code-review; `[dispatch error]`        ; `[dispatch failure]`       ; no tool says [dispatch failure]
          agent/code-review; "taskType": "general      ; "taskType": "a-general     ; Unknown taskType: "a-general-opinion"
          agent/code-review; "systemPrompt":           ; "system":                  ; Unknown argument: "system"
          agent/code-review; ```json batch-dispatch    ; ```json batch-ask          ; batch-ask, which is no tool
          agent/code-review; "provider": "anthropic",  ; "server": "anthropic",     ; models must be an array
          agent/code-review; claude-sonnet-4-20250514  ; claude-sonnet-9            ; does not know anthropic/claude-sonnet-9
          command/planning ; "timeout": 30             ; "timeout": 300             ; no timeout of 30
          command/planning ; "timeout": 30             ; "timeout": "30"            ; timeout must be a positive number
          command/execute  ; "taskType": "boilerplate" ; "taskType": "docs-lookup"  ; no systemPrompt
          """)
  void wrongWordIsFound(String file, String right, String wrong, String told) throws IOException {
    String original = Files.readString(Folders.OPENCODE.resolve(file + ".md"));
    String spoiled = original.replaceFirst(Pattern.quote(right), Matcher.quoteReplacement(wrong));

    List<String> problems;
    try (var check = new WorkflowCheck()) {
      problems = check.problems(Workflow.of(file, spoiled));
    }

    assertThat(spoiled).isNotEqualTo(original);
    assertThat(problems).anySatisfy(problem -> assertThat(problem).contains(told));
  }
}
