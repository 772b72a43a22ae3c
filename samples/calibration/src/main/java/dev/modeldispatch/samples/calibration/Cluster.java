package dev.modeldispatch.samples.calibration;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Cases that fail alike; the first stands for all.
 *
 * @param key what they have in common
 * @param members their ids, in the scenario's order
 */
record Cluster(String key, List<String> members) {
  Cluster {
    members = List.copyOf(members);
  }

  String representative() {
    return members.get(0);
  }

  /** Returns the clusters of the cases that are worth it, in the order of their first members. */
  static List<Cluster> of(Map<String, Triage> triages) {
    Map<String, List<String>> byKey = new LinkedHashMap<>();
    triages.forEach(
        (id, triage) -> {
          if (!triage.skip()) {
            byKey.computeIfAbsent(triage.key(), key -> new ArrayList<>()).add(id);
          }
        });
    return byKey.entrySet().stream().map(e -> new Cluster(e.getKey(), e.getValue())).toList();
  }
}
