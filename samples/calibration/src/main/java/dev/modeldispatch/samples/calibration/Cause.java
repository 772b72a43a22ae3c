package dev.modeldispatch.samples.calibration;

import java.util.List;

/**
 * What an investigation says is the root of a failure.
 *
 * @param id its name
 * @param component where it is
 * @param type what kind of defect it is
 * @param summary what is wrong, in a sentence
 * @param evidence what shows it
 */
record Cause(String id, String component, String type, String summary, List<String> evidence) {
  static final String STEP = "F3_INVESTIGATE";

  private static final String FORM =
      """
      {"id": "...", "component": "...", "type": "...", "summary": "...", "evidence": ["..."]}""";

  /** Returns what is asked of a cluster's representative. */
  static String question(Scenario.Case failed, Cluster cluster) {
    return """
    A test failed: %s
    %s
    It stands for %s, which fail alike: %s

    Find the root cause. Answer with JSON alone, of this form:
    %s
    """
        .formatted(
            failed.name(),
            failed.failure(),
            String.join(", ", cluster.members()),
            cluster.key(),
            FORM);
  }
}
