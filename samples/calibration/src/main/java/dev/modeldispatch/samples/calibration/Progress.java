package dev.modeldispatch.samples.calibration;

import dev.modeldispatch.ModelResult;
import dev.modeldispatch.core.answer.Answers;
import dev.modeldispatch.core.file.BatchManifest;
import dev.modeldispatch.core.file.Briefing;
import java.io.PrintStream;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What is known so far, for the briefings. Thread-safe: answers come from the threads of the
 * dispatcher, and a briefing is made on another.
 */
final class Progress {
  private static final String UNNAMED = "-";

  private final PrintStream out;
  private final Map<Integer, Triage> triages = new TreeMap<>();
  private final Map<String, Cause> causes = new TreeMap<>();
  private final Map<String, Integer> failures = new TreeMap<>();
  private final List<String> order;
  private List<Cluster> clusters = List.of();
  private int asked;

  Progress(Scenario scenario, PrintStream out) {
    this.out = out;
    this.order = scenario.cases().stream().map(Scenario.Case::id).toList();
  }

  synchronized void ended(String caseId, String step, ModelResult how) {
    asked++;
    how.unanswered()
        .ifPresent(none -> failures.merge(none.failure().kind().code(), 1, Integer::sum));
    if (step.equals(Triage.STEP)) {
      Answers.of(Triage.class).find(how).ifPresent(t -> triages.put(order.indexOf(caseId), t));
    } else {
      Answers.of(Cause.class).find(how).ifPresent(c -> causes.put(c.id(), c));
    }
  }

  synchronized void clustered(List<Cluster> found) {
    clusters = List.copyOf(found);
  }

  /** Returns the briefing of a batch that is about to begin, and shows that it does. */
  synchronized Briefing briefing(Briefing.Context context) {
    String phase = context.phase() == BatchManifest.Phase.TRIAGE ? "triage" : "investigation";
    out.printf(
        "  %s, a batch of %d; %d of %d before%n",
        phase, context.casesInBatch(), context.completed(), context.totalCases());
    var briefing = Briefing.builder(context);
    triages.forEach(
        (place, t) ->
            briefing.symptom(
                order.get(place), t.category(), t.component(), t.defect(), t.severity()));
    clusters.forEach(c -> briefing.cluster(c.representative(), c.members(), c.key()));
    causes.forEach(
        (id, c) -> briefing.rca(id.isBlank() ? UNNAMED : id, c.component(), c.type(), c.summary()));
    failures.forEach((code, times) -> briefing.errorPattern(code, times, asked));
    return briefing.build();
  }
}
