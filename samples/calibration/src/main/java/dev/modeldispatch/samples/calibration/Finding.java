package dev.modeldispatch.samples.calibration;

import java.util.Optional;

/**
 * What a run has found of one case.
 *
 * @param caseId the case
 * @param triage what the first look says, if it was answered
 * @param cluster which cluster it is in, from 1 on; 0 for none
 * @param cause what is behind it, if its cluster was investigated
 * @param trouble why there is no more; empty if there is nothing to tell
 */
record Finding(
    String caseId, Optional<Triage> triage, int cluster, Optional<Cause> cause, String trouble) {
  /** {@return a line for people} */
  String line() {
    String seen = triage.map(t -> t.key() + (t.skip() ? " (skipped)" : "")).orElse("-");
    String group = cluster == 0 ? "-" : "K" + cluster;
    String found = cause.map(c -> c.id() + ": " + c.summary()).orElse(trouble);
    return "%-4s %-3s %-55s %s".formatted(caseId, group, seen, found).stripTrailing();
  }
}
