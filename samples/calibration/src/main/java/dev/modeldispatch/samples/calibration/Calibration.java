package dev.modeldispatch.samples.calibration;

import dev.modeldispatch.AnswerFormat;
import dev.modeldispatch.Failure;
import dev.modeldispatch.ModelResult;
import dev.modeldispatch.core.answer.Answers;
import dev.modeldispatch.core.file.BatchManifest;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One run: triage of all cases, clusters, an investigation of each cluster's representative, and
 * the findings in the scenario's order, whatever the order of the answers was.
 */
final class Calibration {
  private final Scenario scenario;
  private final Transport transport;
  private final Progress progress;
  private final Map<String, String> troubles = new HashMap<>();

  Calibration(Scenario scenario, Transport transport, Progress progress) {
    this.scenario = scenario;
    this.transport = transport;
    this.progress = progress;
  }

  List<Finding> run() throws IOException {
    Map<String, Triage> triages =
        ask(
            BatchManifest.Phase.TRIAGE,
            Triage.class,
            scenario.cases().stream()
                .map(one -> new Ask(one.id(), Triage.STEP, Triage.question(one)))
                .toList());
    List<Cluster> clusters = Cluster.of(triages);
    progress.clustered(clusters);
    Map<String, Cause> causes =
        ask(
            BatchManifest.Phase.INVESTIGATION,
            Cause.class,
            clusters.stream().map(this::investigation).toList());
    return scenario.cases().stream()
        .map(one -> finding(one.id(), triages, clusters, causes))
        .toList();
  }

  private Ask investigation(Cluster cluster) {
    var failed = scenario.get(cluster.representative());
    return new Ask(failed.id(), Cause.STEP, Cause.question(failed, cluster));
  }

  private <T extends Record> Map<String, T> ask(
      BatchManifest.Phase phase, Class<T> type, List<Ask> asks) throws IOException {
    AnswerFormat<T> format = Answers.of(type);
    List<ModelResult> results = asks.isEmpty() ? List.of() : transport.ask(phase, asks);
    Map<String, T> read = new LinkedHashMap<>();
    for (int i = 0; i < asks.size(); i++) {
      String caseId = asks.get(i).caseId();
      var reading = format.reading(results.get(i));
      reading.value().ifPresent(value -> read.put(caseId, value));
      reading.result().unanswered().ifPresent(u -> troubles.put(caseId, words(u.failure())));
    }
    return read;
  }

  private static String words(Failure failure) {
    return failure.message() + failure.detail().map(own -> " " + own).orElse("");
  }

  private Finding finding(
      String caseId,
      Map<String, Triage> triages,
      List<Cluster> clusters,
      Map<String, Cause> causes) {
    List<Integer> homes = new ArrayList<>();
    for (int i = 0; i < clusters.size(); i++) {
      if (clusters.get(i).members().contains(caseId)) {
        homes.add(i);
      }
    }
    Optional<Cluster> home = homes.stream().map(clusters::get).findFirst();
    String asked = home.map(Cluster::representative).orElse(caseId);
    return new Finding(
        caseId,
        Optional.ofNullable(triages.get(caseId)),
        homes.isEmpty() ? 0 : homes.get(0) + 1,
        Optional.ofNullable(causes.get(asked)),
        troubles.getOrDefault(asked, ""));
  }
}
