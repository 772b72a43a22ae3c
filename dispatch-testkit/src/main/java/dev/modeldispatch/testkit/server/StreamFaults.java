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
    return byEvents("stallAfterEvents", events, STALLED, Added.NOTHING, Act.End.STALL);
  }

  static Fault stallAfterTokens(int tokens) {
    return byTokens("stallAfterTokens", tokens, STALLED, Added.NOTHING, Act.End.STALL);
  }

  static Fault cutAfterEvents(int events) {
    return byEvents("cutAfterEvents", events, Fault.CUT, Added.NOTHING, Act.End.CLOSE);
  }

  static Fault cutAfterTokens(int tokens) {
    return byTokens("cutAfterTokens", tokens, Fault.CUT, Added.NOTHING, Act.End.CLOSE);
  }

  static Fault endAfterEvents(int events) {
    return byEvents("endAfterEvents", events, Fault.ENDED, Added.NOTHING, Act.End.KEEP_OPEN);
  }

  static Fault endAfterTokens(int tokens) {
    return byTokens("endAfterTokens", tokens, Fault.ENDED, Added.NOTHING, Act.End.KEEP_OPEN);
  }

  static Fault errorEventAfter(int events) {
    return byEvents("errorEventAfter", events, TROUBLE, Added.ERROR, Act.End.KEEP_OPEN);
  }

  static Fault errorAfterTokens(int tokens) {
    return byTokens("errorAfterTokens", tokens, TROUBLE, Added.ERROR, Act.End.KEEP_OPEN);
  }

  static Fault malformedEventAfter(int events) {
    return byEvents("malformedEventAfter", events, MALFORMED, Added.MALFORMED, Act.End.KEEP_OPEN);
  }

  static Fault malformedAfterTokens(int tokens) {
    return byTokens("malformedAfterTokens", tokens, MALFORMED, Added.MALFORMED, Act.End.KEEP_OPEN);
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

  private static Fault byEvents(
      String name, int events, Set<FailureKind> leadsTo, Added added, Act.End end) {
    return fault(name + "(" + events + ")", leadsTo, StreamWays.afterEvents(events, added, end));
  }

  private static Fault byTokens(
      String name, int tokens, Set<FailureKind> leadsTo, Added added, Act.End end) {
    return fault(name + "(" + tokens + ")", leadsTo, StreamWays.afterTokens(tokens, added, end));
  }

  private static Fault fault(String name, Set<FailureKind> leadsTo, Way way) {
    return fault(name, leadsTo, way, form -> true);
  }

  private static Fault fault(
      String name, Set<FailureKind> leadsTo, Way way, Predicate<WireForm> able) {
    return new Fault(name, way, leadsTo, WireForms.with(able), true);
  }
}
