package dev.modeldispatch.samples.calibration;

import java.util.List;
import java.util.Locale;

/**
 * What a first look at a case says.
 *
 * @param category what kind of failure it is
 * @param component where it seems to come from
 * @param defect what may be wrong there
 * @param severity how bad it is
 * @param skip whether it is not worth an investigation
 * @param cascade whether another failure caused it
 * @param repos where to look
 */
record Triage(
    String category,
    String component,
    String defect,
    String severity,
    boolean skip,
    boolean cascade,
    List<String> repos) {
  static final String STEP = "F1_TRIAGE";

  private static final String FORM =
      """
      {"category": "...", "component": "...", "defect": "...", "severity": "...", \
      "skip": false, "cascade": false, "repos": ["..."]}""";

  /** Returns what is asked of a case. */
  static String question(Scenario.Case failed) {
    return """
    A test failed: %s
    %s

    Say what kind of failure this is. Answer with JSON alone, of this form:
    %s
    """
        .formatted(failed.name(), failed.failure(), FORM);
  }

  /** {@return what cases that fail alike have in common} */
  String key() {
    return plain(category) + "|" + plain(component) + "|" + plain(defect);
  }

  private static String plain(String text) {
    return text.strip().toLowerCase(Locale.ROOT);
  }
}
