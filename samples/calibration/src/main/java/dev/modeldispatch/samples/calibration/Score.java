package dev.modeldispatch.samples.calibration;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** Judges what was found by what the scenario says that should be found: 20 metrics. */
final class Score {
  private static final Pattern NO_WORD = Pattern.compile("\\W+");
  private static final int SHORTEST_WORD = 4;

  private final Scenario scenario;
  private final Map<String, Finding> found = new HashMap<>();
  private final List<Metric> metrics = new ArrayList<>();

  private Score(Scenario scenario, List<Finding> findings) {
    this.scenario = scenario;
    findings.forEach(finding -> found.put(finding.caseId(), finding));
  }

  static List<Metric> of(Scenario scenario, List<Finding> findings) {
    var score = new Score(scenario, findings);
    score.triage();
    score.choices();
    score.clusters(findings);
    score.causes();
    score.add("whole cases right", score.share(all -> true, score::isRight), 1.0);
    return List.copyOf(score.metrics);
  }

  private void triage() {
    add("cases answered", share(all -> true, this::isAnswered), 1.0);
    add("category", same(Triage::category), 0.85);
    add("component", same(Triage::component), 0.85);
    add("defect hypothesis", same(Triage::defect), 0.80);
    add("severity", same(Triage::severity), 0.80);
  }

  private void choices() {
    flag("skip", Triage::skip, 0.90);
    flag("cascade", Triage::cascade, 0.85);
    Set<String> wanted = new HashSet<>();
    Set<String> named = new HashSet<>();
    for (Scenario.Case one : scenario.cases()) {
      one.triage().repos().forEach(repo -> wanted.add(one.id() + " " + repo));
      get(one).triage().ifPresent(t -> t.repos().forEach(repo -> named.add(one.id() + " " + repo)));
    }
    precisionAndRecall("repositories", named, wanted, 0.80);
  }

  private void clusters(List<Finding> findings) {
    Map<Integer, String> causes = new HashMap<>();
    Map<String, Integer> homes = new HashMap<>();
    for (Finding finding : findings) {
      if (finding.cluster() > 0) {
        String cause = scenario.get(finding.caseId()).cause();
        causes.putIfAbsent(finding.cluster(), cause);
        homes.putIfAbsent(cause, finding.cluster());
      }
    }
    Predicate<Scenario.Case> inCluster = one -> get(one).cluster() > 0;
    add(
        "clusters of one cause",
        share(inCluster, one -> one.cause().equals(causes.get(get(one).cluster()))),
        0.90);
    add(
        "causes in one cluster",
        share(this::isInvestigated, one -> homes.getOrDefault(one.cause(), 0) == home(one)),
        0.90);
    add("investigations spared", ratio(scenario.causes().size(), causes.size()), 0.80);
  }

  private int home(Scenario.Case one) {
    return get(one).cluster() == 0 ? -1 : get(one).cluster();
  }

  private void causes() {
    add("cause", sameCause(Cause::id), 0.85);
    add("cause's type", sameCause(Cause::type), 0.85);
    Set<String> wanted = new HashSet<>();
    Set<String> named = new HashSet<>();
    Set<String> wantedWords = new HashSet<>();
    Set<String> saidWords = new HashSet<>();
    for (Scenario.Case one : scenario.cases()) {
      scenario.cause(one).ifPresent(c -> collect(one, c, wanted, wantedWords));
      get(one).cause().ifPresent(c -> collect(one, c, named, saidWords));
    }
    precisionAndRecall("evidence", named, wanted, 0.80);
    add("summary to the point", recall(saidWords, wantedWords), 0.70);
  }

  private static void collect(
      Scenario.Case one, Cause cause, Set<String> evidence, Set<String> words) {
    cause.evidence().forEach(e -> evidence.add(one.id() + " " + e));
    Arrays.stream(NO_WORD.split(cause.summary().toLowerCase(Locale.ROOT), -1))
        .filter(word -> word.length() >= SHORTEST_WORD)
        .forEach(word -> words.add(one.id() + " " + word));
  }

  private void flag(String name, Predicate<Triage> flag, double threshold) {
    Set<String> wanted = new HashSet<>();
    Set<String> named = new HashSet<>();
    for (Scenario.Case one : scenario.cases()) {
      if (flag.test(one.triage())) {
        wanted.add(one.id());
      }
      if (get(one).triage().filter(flag).isPresent()) {
        named.add(one.id());
      }
    }
    precisionAndRecall(name, named, wanted, threshold);
  }

  private void precisionAndRecall(
      String name, Set<String> named, Set<String> wanted, double threshold) {
    add(name + ", no false ones", recall(wanted, named), threshold);
    add(name + ", none missed", recall(named, wanted), threshold);
  }

  /** Returns how much of what is wanted is there. */
  private static double recall(Set<String> there, Set<String> wanted) {
    long hits = wanted.stream().filter(there::contains).count();
    return wanted.isEmpty() ? (there.isEmpty() ? 1 : 0) : (double) hits / wanted.size();
  }

  private static double ratio(int one, int other) {
    return Math.max(one, other) == 0 ? 1 : (double) Math.min(one, other) / Math.max(one, other);
  }

  private double same(Function<Triage, String> part) {
    return share(
        all -> true,
        one ->
            get(one)
                .triage()
                .filter(t -> alike(part.apply(t), part.apply(one.triage())))
                .isPresent());
  }

  private double sameCause(Function<Cause, String> part) {
    return share(
        this::isInvestigated,
        one ->
            get(one)
                .cause()
                .filter(c -> alike(part.apply(c), part.apply(scenario.cause(one).orElseThrow())))
                .isPresent());
  }

  private static boolean alike(String one, String other) {
    return one.strip().equalsIgnoreCase(other.strip());
  }

  private double share(Predicate<Scenario.Case> which, Predicate<Scenario.Case> hit) {
    List<Scenario.Case> some = scenario.cases().stream().filter(which).toList();
    return some.isEmpty() ? 0 : (double) some.stream().filter(hit).count() / some.size();
  }

  private boolean isInvestigated(Scenario.Case one) {
    return !one.cause().isEmpty();
  }

  private boolean isAnswered(Scenario.Case one) {
    Finding finding = get(one);
    return finding.triage().isPresent() && (finding.cluster() == 0 || finding.cause().isPresent());
  }

  private boolean isRight(Scenario.Case one) {
    return get(one).triage().equals(Optional.of(one.triage()))
        && get(one).cause().equals(scenario.cause(one));
  }

  private Finding get(Scenario.Case one) {
    Finding finding = found.get(one.id());
    if (finding == null) {
      throw new IllegalStateException("the run lost case " + one.id());
    }
    return finding;
  }

  private void add(String name, double value, double threshold) {
    metrics.add(new Metric(name, value, threshold));
  }
}
