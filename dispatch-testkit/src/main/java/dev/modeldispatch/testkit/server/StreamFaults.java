package dev.modeldispatch.testkit.server;

import dev.modeldispatch.FailureKind;
import dev.modeldispatch.testkit.server.FakeModelServer.Dialect;
import dev.modeldispatch.testkit.server.StreamWays.Added;
import java.time.Duration;
import java.util.Set;
import java.util.function.Predicate;

/** The faults that are about the events of a stream. */
final class StreamFaults {
  private static final Set<FailureKind> STALLED = Set.of(FailureKind.STALLED);
  private static final Set<FailureKind> MALFORMED = Set.of(FailureKind.MALFORMED_RESPONSE);
  private static final Set<FailureKind> TROUBLE =
      Set.of(FailureKind.SERVER_ERROR, FailureKind.OVERLOADED, FailureKind.UNKNOWN);

  private StreamFaults() {}

  static Fault stallAfterEvents(int events) {
    return fault(
        "stallAfterEvents(" + events + ")",
        STALLED,
        StreamWays.afterEvents(events, Added.NOTHING, Act.End.STALL));
  }

  static Fault stallAfterTokens(int tokens) {
    return fault(
        "stallAfterTokens(" + tokens + ")",
        STALLED,
        StreamWays.afterTokens(tokens, Added.NOTHING, Act.End.STALL));
  }

  static Fault cutAfterEvents(int events) {
    return fault(
        "cutAfterEvents(" + events + ")",
        Fault.CUT,
        StreamWays.afterEvents(events, Added.NOTHING, Act.End.CLOSE));
  }

  static Fault cutAfterTokens(int tokens) {
    return fault(
        "cutAfterTokens(" + tokens + ")",
        Fault.CUT,
        StreamWays.afterTokens(tokens, Added.NOTHING, Act.End.CLOSE));
  }

  static Fault endAfterEvents(int events) {
    return fault(
        "endAfterEvents(" + events + ")",
        Fault.ENDED,
        StreamWays.afterEvents(events, Added.NOTHING, Act.End.KEEP_OPEN));
  }

  static Fault endAfterTokens(int tokens) {
    return fault(
        "endAfterTokens(" + tokens + ")",
        Fault.ENDED,
        StreamWays.afterTokens(tokens, Added.NOTHING, Act.End.KEEP_OPEN));
  }

  static Fault errorEventAfter(int events) {
    return fault(
        "errorEventAfter(" + events + ")",
        TROUBLE,
        StreamWays.afterEvents(events, Added.ERROR, Act.End.KEEP_OPEN));
  }

  static Fault errorAfterTokens(int tokens) {
    return fault(
        "errorAfterTokens(" + tokens + ")",
        TROUBLE,
        StreamWays.afterTokens(tokens, Added.ERROR, Act.End.KEEP_OPEN));
  }

  static Fault malformedEventAfter(int events) {
    return fault(
        "malformedEventAfter(" + events + ")",
        MALFORMED,
        StreamWays.afterEvents(events, Added.MALFORMED, Act.End.KEEP_OPEN));
  }

  static Fault malformedAfterTokens(int tokens) {
    return fault(
        "malformedAfterTokens(" + tokens + ")",
        MALFORMED,
        StreamWays.afterTokens(tokens, Added.MALFORMED, Act.End.KEEP_OPEN));
  }

  static Fault withoutEndMark() {
    return fault(
        "withoutEndMark", Set.of(), StreamWays.withoutLast(), form -> form.stream().marksItsEnd());
  }

  static Fault keepAlivesOnly(Duration every) {
    return fault("keepAlivesOnly(" + every + ")", STALLED, StreamWays.keepAlives(every));
  }

  static Fault mixedLineEnds() {
    return fault(
        "mixedLineEnds",
        Set.of(),
        (answer, form) -> Travel.whole(StreamWays.mixedLineEnds(answer)));
  }

  static Fault severalDataLines() {
    return fault(
        "severalDataLines",
        Set.of(),
        (answer, form) -> Travel.whole(StreamWays.severalDataLines(answer)),
        form -> form.dialect() != Dialect.OLLAMA);
  }

  private static Fault fault(String name, Set<FailureKind> leadsTo, Way way) {
    return fault(name, leadsTo, way, form -> true);
  }

  private static Fault fault(
      String name, Set<FailureKind> leadsTo, Way way, Predicate<WireForm> able) {
    return new Fault(name, way, leadsTo, WireForms.with(able), true);
  }
}
