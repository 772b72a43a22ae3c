package dev.modeldispatch.testkit.server;

import dev.modeldispatch.FailureKind;
import java.time.Duration;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;

/** What a provider says for each kind of failure, as data. */
final class ErrorTable {
  /**
   * An error as the provider says it.
   *
   * @param status the HTTP status
   * @param word the error's type, or status, as its words are; empty if it has none
   * @param code the error's code or reason; empty if it has none
   * @param message the message
   */
  record Told(int status, String word, String code, String message) {}

  private final Map<FailureKind, Told> told = new EnumMap<>(FailureKind.class);

  /** Adds an error; {@code %s} in the message is the model. */
  ErrorTable say(FailureKind kind, int status, String word, String code, String message) {
    told.put(kind, new Told(status, word, code, message));
    return this;
  }

  Set<FailureKind> kinds() {
    return Collections.unmodifiableSet(told.keySet());
  }

  Told of(FailureKind kind, String model) {
    var found = told.get(kind);
    if (found == null) {
      throw new IllegalArgumentException(kind.code() + " is no error of this form: " + kinds());
    }
    return new Told(
        found.status(), found.word(), found.code(), found.message().replace("%s", model));
  }

  /** Returns the time as Go writes it, for example {@code 6m0s} or {@code 250ms}. */
  static String go(Duration time) {
    if (time.compareTo(Duration.ofSeconds(1)) < 0) {
      return time.toMillis() + "ms";
    }
    String seconds = decimal(time.minusMinutes(time.toMinutes())) + "s";
    if (time.toMinutes() == 0) {
      return seconds;
    }
    String minutes = time.toMinutesPart() + "m" + seconds;
    return time.toHours() == 0 ? minutes : time.toHours() + "h" + minutes;
  }

  /** Returns the time in seconds, with a fraction if it has one. */
  static String decimal(Duration time) {
    String seconds = Long.toString(time.toSeconds());
    return time.toMillisPart() == 0
        ? seconds
        : seconds + String.format(".%03d", time.toMillisPart()).replaceAll("0+$", "");
  }

  /** Returns the time in whole seconds, upwards. */
  static String seconds(Duration time) {
    return Long.toString(time.plusMillis(999).toSeconds());
  }
}
