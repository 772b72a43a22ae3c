package dev.modeldispatch.samples.benchmarks.simulation;

import dev.modeldispatch.Attempt;
import dev.modeldispatch.ModelResult;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * What became of each dispatch, in the order of asking and with nothing that differs from one
 * process to the next, as a digest: the same seed makes the same bytes.
 */
final class EventLog {
  private final MessageDigest digest;
  private final StringBuilder line = new StringBuilder(256);

  EventLog() {
    try {
      digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JVM has SHA-256", e);
    }
  }

  void add(Asked asked) {
    line.setLength(0);
    line.append(asked.number()).append(' ').append(asked.target());
    line.append(' ').append(asked.askedAt()).append(' ').append(asked.settledAt());
    line.append(' ').append(asked.eventHash());
    asked.result().ifPresent(this::add);
    line.append('\n');
    digest.update(line.toString().getBytes(StandardCharsets.UTF_8));
  }

  private void add(ModelResult how) {
    line.append(' ').append(how.status()).append(' ').append(how.answeredBy());
    how.unanswered().ifPresent(u -> line.append(' ').append(u.failure().kind()));
    for (Attempt attempt : how.attempts()) {
      line.append(' ').append(attempt.target());
      line.append(' ').append(attempt.startedAfter().toNanos());
      line.append(' ').append(attempt.elapsed().toNanos());
      line.append(' ').append(attempt.sent());
    }
  }

  /** Adds another log's digest. */
  void add(String other) {
    digest.update(other.getBytes(StandardCharsets.UTF_8));
  }

  /** {@return the digest; this is the end of the log} */
  String hex() {
    return HexFormat.of().formatHex(digest.digest());
  }
}
