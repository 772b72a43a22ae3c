package dev.modeldispatch.core.file;

import dev.modeldispatch.core.usage.UsageLedger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says how many cases the next batch has, and keeps what it said. Thread-safe. */
final class BatchSizer {
  private static final Logger LOG = LoggerFactory.getLogger(BatchSizer.class);
  private static final int MOST = 4;
  private static final double CAREFUL = 0.80;
  private static final double STOP = 0.95;

  private final int limit;
  private final Optional<Duration> expected;
  private final OptionalLong tokenBudget;
  private final UsageLedger ledger;
  private final List<SizeDecision> decisions = new ArrayList<>();
  private int size;
  private String reason = "the start";

  BatchSizer(int limit, Optional<Duration> expected, OptionalLong tokenBudget, UsageLedger ledger) {
    this.limit = limit;
    this.expected = expected;
    this.tokenBudget = tokenBudget;
    this.ledger = ledger;
  }

  /** {@return what no batch is larger than} */
  int limit() {
    return limit;
  }

  /** Returns how many of the pending cases come next; 0 if there is no budget for more. */
  synchronized int next(int pending) {
    int wanted;
    String why;
    if (expected.isEmpty()) {
      wanted = limit;
      why = "batch size " + limit;
    } else if (share() >= STOP) {
      wanted = 0;
      why = "stop: " + percent() + " of the token budget is used";
    } else if (share() > CAREFUL) {
      wanted = 1;
      why = "one at a time: " + percent() + " of the token budget is used";
    } else {
      size = size == 0 ? Math.min(Math.min(pending, limit), MOST) : size;
      wanted = size;
      why = reason;
    }
    var decision = new SizeDecision(Math.min(wanted, pending), pending, why);
    decisions.add(decision);
    LOG.info("batch size {} for {} pending: {}", decision.size(), pending, why);
    return decision.size();
  }

  /** Learns how the batch went. */
  synchronized void ended(int failed, Duration took) {
    if (expected.isEmpty()) {
      return;
    }
    Duration bearable = expected.get().multipliedBy(2);
    int before = size;
    if (failed > 0) {
      size = Math.max(1, size - 1);
      reason = "one less: " + failed + " failed";
    } else if (took.compareTo(bearable) > 0) {
      size = Math.max(1, size - 1);
      reason = "one less: took " + took.toMillis() + " ms, expected " + expected.get().toMillis();
    } else {
      size = Math.min(Math.min(MOST, limit), size + 1);
      reason = "one more: all were answered in time";
    }
    reason = size == before ? reason + " (" + before + " is the bound)" : reason;
  }

  synchronized List<SizeDecision> decisions() {
    return List.copyOf(decisions);
  }

  private double share() {
    return tokenBudget.isEmpty()
        ? 0
        : (double) ledger.totals().totalTokens() / tokenBudget.getAsLong();
  }

  private String percent() {
    return Math.round(share() * 100) + " %";
  }
}
