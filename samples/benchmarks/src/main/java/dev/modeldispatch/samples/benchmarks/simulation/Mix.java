package dev.modeldispatch.samples.benchmarks.simulation;

import dev.modeldispatch.Cancelled;
import dev.modeldispatch.ModelResult;
import dev.modeldispatch.TimedOut;
import java.util.Map;
import java.util.TreeMap;

/** Counts what was simulated, since a promise holds easily where nothing happens. */
final class Mix {
  private final Map<String, Long> counts = new TreeMap<>();

  void played(Behaviour behaviour) {
    count("server " + behaviour, 1);
  }

  void ended(ModelResult how) {
    if (how instanceof Cancelled cancelled) {
      count("cancelled " + cancelled.reason(), 1);
    } else if (how instanceof TimedOut late) {
      count("timed out " + late.deadline(), 1);
    } else {
      count(how.unanswered().map(u -> "failed " + u.failure().kind()).orElse("answered"), 1);
    }
    if (how.isAnswered() && !how.answeredBy().equals(how.target())) {
      count("answered by a fallback", 1);
    }
    if (!how.notes().isEmpty()) {
      count("somebody was passed over", 1);
    }
    if (how.isAnswered() && how.attempts().size() > 1) {
      count("answered after a retry or fallback", 1);
    }
  }

  void hedged(Asked asked, ModelResult how) {
    count("hedged", 1);
    if (asked.prompt().hedge().filter(h -> h.target().equals(how.answeredBy())).isPresent()
        && how.isAnswered()) {
      count("answered by a hedge", 1);
    }
  }

  void add(Mix other) {
    other.counts.forEach(this::count);
  }

  private void count(String what, long more) {
    counts.merge(what, more, Long::sum);
  }

  Map<String, Long> counts() {
    return counts;
  }
}
