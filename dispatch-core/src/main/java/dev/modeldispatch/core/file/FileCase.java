package dev.modeldispatch.core.file;

import dev.modeldispatch.Misuse;
import java.nio.file.Path;
import java.util.Map;

/**
 * One step of one case, by its files. Relative paths are taken from the suite's folder.
 *
 * @param caseId the case, which has a folder of its own: letters, digits, {@code . _ -}, at most
 *     100
 * @param step the step's name
 * @param prompt the file that holds what is asked; inside the suite's folder
 * @param artifact the file in which the answer has to be; inside the case's folder
 */
public record FileCase(String caseId, String step, Path prompt, Path artifact) {
  /** Who is asked where no responder is named. */
  static final String RESPONDER = "agent";

  private static final int MAX_STEP = 100;

  private static final Map<String, String> ARTIFACTS =
      Map.of(
          "F0_RECALL", "recall-result.json",
          "F1_TRIAGE", "triage-result.json",
          "F2_RESOLVE", "resolve-result.json",
          "F3_INVESTIGATE", "artifact.json",
          "F4_CORRELATE", "correlate-result.json",
          "F5_REVIEW", "review-decision.json",
          "F6_REPORT", "jira-draft.json");

  /** Checks the case's id and the step. */
  public FileCase {
    var problems = Misuse.check("case");
    Names.caseProblem(caseId).ifPresent(problems::add);
    problems
        .unless(
            !step.isBlank()
                && step.length() <= MAX_STEP
                && step.chars().noneMatch(Character::isISOControl),
            () -> "step " + Misuse.quote(step) + " must be 1 to 100 visible characters")
        .orThrow();
  }

  /** Returns the case with the artifact that the step has by custom, in the case's own folder. */
  public static FileCase of(String caseId, String step, Path prompt) {
    return new FileCase(caseId, step, prompt, Path.of(caseId, artifactName(step)));
  }

  /** Returns the step's artifact; {@code artifact.json} for a step that custom does not know. */
  static String artifactName(String step) {
    return ARTIFACTS.getOrDefault(step, "artifact.json");
  }
}
