package dev.modeldispatch.core;

import dev.modeldispatch.FailureKind;
import dev.modeldispatch.testkit.server.FakeModelServer;
import dev.modeldispatch.testkit.server.FakeModelServer.Dialect;
import dev.modeldispatch.testkit.server.Fault;
import dev.modeldispatch.testkit.server.ModelScript;
import dev.modeldispatch.testkit.server.Oddity;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Everything that a fake server can do to an answer, as the rows of a table. */
final class FaultCases {
  private static final String ANSWER = "All is well.";

  /** Which it is, the table says; an error reply is never silence. */
  private static final Set<FailureKind> TOLD =
      EnumSet.complementOf(EnumSet.of(FailureKind.STALLED, FailureKind.DEADLINE_EXCEEDED));

  private FaultCases() {}

  /**
   * A way in which an answer goes wrong.
   *
   * @param name what it is called
   * @param script how a model does it
   * @param able which dialects can
   * @param ofStreams whether it is about streams alone
   * @param led what the kit says that a dispatcher may make of it
   * @param mayArrive whether the answer may arrive all the same
   */
  record Case(
      String name,
      Consumer<ModelScript> script,
      Predicate<Dialect> able,
      boolean ofStreams,
      Set<FailureKind> led,
      boolean mayArrive) {
    /** Whether nothing comes, until this limit is over. */
    boolean waitsFor(FailureKind limit) {
      return led.contains(limit);
    }

    /** Whether it takes much of the machine, so that others would seem to stall. */
    boolean isHeavy() {
      return name.startsWith("bigBody(5") || name.startsWith("endless") || name.startsWith("flood");
    }

    @Override
    public String toString() {
      return name;
    }
  }

  static List<Case> all() {
    return Stream.of(faults(), oddities(), errors(), statuses(), hints()).flatMap(c -> c).toList();
  }

  private static Stream<Case> faults() {
    return Stream.of(
            Fault.catalogue().stream(),
            Stream.of(Fault.hugeHeaders(300 << 10)),
            Fault.streamCatalogue().stream())
        .flatMap(Function.identity())
        .map(
            fault ->
                new Case(
                    fault.name(),
                    model -> model.reasoning("hm").answers(ANSWER, fault),
                    fault.dialects()::contains,
                    fault.isOfStreams(),
                    fault.leadsTo(),
                    fault.mayArrive()));
  }

  private static Stream<Case> oddities() {
    return Arrays.stream(Oddity.values())
        .map(
            oddity ->
                new Case(
                    oddity.name(),
                    model -> model.answers(ANSWER, oddity),
                    oddity.dialects()::contains,
                    false,
                    oddity.leadsTo(),
                    oddity.leadsTo().isEmpty()));
  }

  private static Stream<Case> errors() {
    return Arrays.stream(FailureKind.values())
        .filter(kind -> Arrays.stream(Dialect.values()).anyMatch(tells(kind)))
        .map(
            kind ->
                new Case(
                    "error " + kind.code(),
                    model -> model.fails(kind),
                    tells(kind),
                    false,
                    Set.of(kind),
                    false));
  }

  private static Predicate<Dialect> tells(FailureKind kind) {
    return dialect -> FakeModelServer.errorKinds(dialect).contains(kind);
  }

  private static Stream<Case> statuses() {
    return Stream.of(
            400, 401, 402, 403, 404, 405, 408, 409, 410, 413, 415, 418, 422, 429, 500, 502, 503,
            504, 520, 529)
        .map(status -> row("status " + status, model -> model.fails(status)));
  }

  private static Stream<Case> hints() {
    return Stream.of(
        row("400 that echoes the prompt", model -> model.failsEchoing(400)),
        row("unknown model", model -> {}),
        hint("retry-after", "7"),
        hint("retry-after", "1.5"),
        hint("retry-after", "0"),
        hint("retry-after", "-3"),
        hint("retry-after", "soon"),
        hint("retry-after", "86400"),
        hint("retry-after", "Wed, 21 Oct 2015 07:28:00 GMT"),
        hint("retry-after-ms", "250"),
        hint("x-ratelimit-reset-requests", "6m0s"),
        hint("x-ratelimit-reset-tokens", "12ms"),
        hint("anthropic-ratelimit-requests-reset", "2015-10-21T07:28:00Z"));
  }

  private static Case hint(String name, String value) {
    return row("429, " + name + ": " + value, model -> model.header(name, value).fails(429));
  }

  private static Case row(String name, Consumer<ModelScript> script) {
    return new Case(name, script, dialect -> true, false, TOLD, false);
  }
}
