package dev.modeldispatch.testkit.server;

import dev.modeldispatch.FailureKind;
import dev.modeldispatch.testkit.server.FakeModelServer.Dialect;
import java.net.URI;
import java.time.Duration;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * A way in which a reply goes wrong on its way, or arrives as something that no model says. Each is
 * data with a name, and says what a dispatcher may make of it. Immutable.
 *
 * <p>What is odd about the content of an answer is an {@link Oddity}.
 */
public final class Fault {
  static final Set<FailureKind> CUT =
      Set.of(FailureKind.CONNECTION_LOST, FailureKind.OUTPUT_TRUNCATED);
  static final Set<FailureKind> ENDED =
      Set.of(FailureKind.MALFORMED_RESPONSE, FailureKind.OUTPUT_TRUNCATED);

  /** The whole answer is there; some clients take it, and some do not. */
  private static final Set<String> OR_THE_ANSWER =
      Set.of("resetWhenWhole", "chunkedWithoutEnd", "gzip");

  private final String name;
  private final Way way;
  private final Set<FailureKind> leadsTo;
  private final Set<Dialect> dialects;
  private final boolean ofStreams;

  Fault(String name, Way way, Set<FailureKind> leadsTo, Set<Dialect> dialects, boolean ofStreams) {
    this.name = name;
    this.way = way;
    this.leadsTo = Set.copyOf(leadsTo);
    this.dialects = Collections.unmodifiableSet(EnumSet.copyOf(dialects));
    this.ofStreams = ofStreams;
  }

  private Fault(String name, Function<WireAnswer, List<Act>> travel, Set<FailureKind> leadsTo) {
    this(
        name, (answer, form) -> travel.apply(answer), leadsTo, EnumSet.allOf(Dialect.class), false);
  }

  /** The request is read, and nothing follows. */
  public static Fault stallBeforeHeaders() {
    return new Fault(
        "stallBeforeHeaders",
        answer -> List.of(Act.End.STALL),
        Set.of(FailureKind.STALLED, FailureKind.DEADLINE_EXCEEDED));
  }

  /** The headers, then silence. */
  public static Fault stallAfterHeaders() {
    return new Fault(
        "stallAfterHeaders",
        answer -> Travel.until(answer, 0, Act.End.STALL),
        Set.of(FailureKind.STALLED));
  }

  /** The headers and this much of the body, then silence. */
  public static Fault stallAfter(int bodyBytes) {
    return new Fault(
        "stallAfter(" + bodyBytes + ")",
        answer -> Travel.until(answer, bodyBytes, Act.End.STALL),
        Set.of(FailureKind.STALLED));
  }

  /** The headers and this much of the body, then a close in order. */
  public static Fault cutAfter(int bodyBytes) {
    return new Fault(
        "cutAfter(" + bodyBytes + ")",
        answer -> Travel.until(answer, bodyBytes, Act.End.CLOSE),
        CUT);
  }

  /** A TCP reset in place of a reply. */
  public static Fault reset() {
    return new Fault(
        "reset", answer -> List.of(Act.End.RESET), Set.of(FailureKind.CONNECTION_LOST));
  }

  /** The headers and this much of the body, then a TCP reset. */
  public static Fault resetAfter(int bodyBytes) {
    return new Fault(
        "resetAfter(" + bodyBytes + ")",
        answer -> Travel.until(answer, bodyBytes, Act.End.RESET),
        CUT);
  }

  /** A whole answer, then a TCP reset. */
  public static Fault resetWhenWhole() {
    return new Fault(
        "resetWhenWhole",
        answer -> Travel.whole(answer, Act.End.RESET_WHEN_WHOLE),
        Set.of(FailureKind.CONNECTION_LOST));
  }

  /** A close in order in place of a reply. */
  public static Fault closeWithoutReply() {
    return new Fault(
        "closeWithoutReply", answer -> List.of(Act.End.CLOSE), Set.of(FailureKind.CONNECTION_LOST));
  }

  /** A whole answer; the next request on the connection finds it closed, without a reply. */
  public static Fault closeOnNextRequest() {
    return answer(
        "closeOnNextRequest", answer -> Travel.whole(answer, Act.End.CLOSE_ON_NEXT_REQUEST));
  }

  /** The body one byte at a time. */
  public static Fault drip(Duration perByte) {
    return answer("drip(" + perByte + ")", answer -> Travel.drip(answer, perByte));
  }

  /** The headers, then this pause, then the body. */
  public static Fault slowBody(Duration wait) {
    return answer("slowBody(" + wait + ")", answer -> Travel.slowBody(answer, wait));
  }

  /** Chunked, one byte in each chunk. */
  public static Fault chunkPerByte() {
    return answer("chunkPerByte", answer -> Travel.chunked(answer, Act.End.KEEP_OPEN));
  }

  /** Chunked, without the last chunk. */
  public static Fault chunkedWithoutEnd() {
    return new Fault("chunkedWithoutEnd", answer -> Travel.chunked(answer, Act.End.CLOSE), CUT);
  }

  /** No length: the whole body, then a close in order. */
  public static Fault closeDelimited() {
    return answer(
        "closeDelimited",
        answer -> Travel.closeDelimited(answer, answer.body().length(), Act.End.CLOSE_WHEN_WHOLE));
  }

  /** No length: this much of the body, then a close in order, as if that were all. */
  public static Fault closeDelimitedCut(int bodyBytes) {
    return new Fault(
        "closeDelimitedCut(" + bodyBytes + ")",
        answer -> Travel.closeDelimited(answer, bodyBytes, Act.End.CLOSE_WHEN_WHOLE),
        ENDED);
  }

  /** Two lengths that differ. */
  public static Fault twoContentLengths() {
    return new Fault(
        "twoContentLengths",
        Travel::twoLengths,
        Set.of(
            FailureKind.OUTPUT_TRUNCATED,
            FailureKind.MALFORMED_RESPONSE,
            FailureKind.CONNECTION_LOST));
  }

  /** A body without an end. */
  public static Fault endlessBody() {
    return new Fault("endlessBody", Travel::endless, Set.of(FailureKind.RESPONSE_TOO_LARGE));
  }

  /** Interim replies 103, without an end. */
  public static Fault floodOfEarlyHints() {
    return new Fault(
        "floodOfEarlyHints",
        Travel::floodOfEarlyHints,
        Set.of(
            FailureKind.MALFORMED_RESPONSE,
            FailureKind.STALLED,
            FailureKind.CONNECTION_LOST,
            FailureKind.RESPONSE_TOO_LARGE));
  }

  /** Headers of this many bytes. */
  public static Fault hugeHeaders(int bytes) {
    return new Fault(
        "hugeHeaders(" + bytes + ")",
        answer -> Travel.hugeHead(answer, bytes),
        Set.of(FailureKind.RESPONSE_TOO_LARGE, FailureKind.CONNECTION_LOST));
  }

  /** Status 200 and no body. */
  public static Fault emptyBody() {
    return content(
        "emptyBody",
        answer -> answer.body(""),
        FailureKind.MALFORMED_RESPONSE,
        FailureKind.EMPTY_ANSWER);
  }

  /** Status 204. */
  public static Fault noContent() {
    return content(
        "noContent",
        answer -> answer.status(204).body(""),
        FailureKind.MALFORMED_RESPONSE,
        FailureKind.EMPTY_ANSWER);
  }

  /** Status 200 and this body, as JSON or not. */
  public static Fault body(String text) {
    return content(
        "body(" + text.length() + " chars)",
        answer -> answer.body(text),
        FailureKind.MALFORMED_RESPONSE,
        FailureKind.OUTPUT_TRUNCATED);
  }

  /** Status 200 and the first half of the JSON, with a length that is true. */
  public static Fault truncatedJson() {
    return content(
        "truncatedJson",
        answer -> answer.body(answer.body().first(answer.body().length() / 2)),
        FailureKind.MALFORMED_RESPONSE,
        FailureKind.OUTPUT_TRUNCATED);
  }

  /** Status 200 and JSON that is nested this deep. */
  public static Fault deepJson(int levels) {
    return content(
        "deepJson(" + levels + ")",
        answer -> answer.body("[".repeat(levels) + "]".repeat(levels)),
        FailureKind.MALFORMED_RESPONSE);
  }

  /** A web page with this status, as proxies and gateways send it. */
  public static Fault html(int status) {
    return content(
        "html(" + status + ")",
        answer ->
            answer
                .status(status)
                .header("Content-Type", "text/html")
                .body("<html><body><h1>Bad gateway</h1></body></html>"),
        FailureKind.MALFORMED_RESPONSE,
        FailureKind.SERVER_ERROR);
  }

  /** A good answer that says it is of another content type. */
  public static Fault contentType(String type) {
    return answer(
        "contentType(" + type + ")", answer -> Travel.whole(answer.header("Content-Type", type)));
  }

  /** A good answer, compressed although nobody asked for it. */
  public static Fault gzip() {
    return new Fault(
        "gzip",
        answer -> Travel.whole(Travel.gzip(answer)),
        Set.of(FailureKind.MALFORMED_RESPONSE));
  }

  /** Status 307 to another place. */
  public static Fault redirect(URI to) {
    return content(
        "redirect(" + to + ")",
        answer -> answer.status(307).header("Location", to.toString()).body(""),
        FailureKind.INVALID_REQUEST,
        FailureKind.MALFORMED_RESPONSE);
  }

  /** A good answer of this many bytes, most of them padding; it arrives if it is below 1 MiB. */
  public static Fault bigBody(int bytes) {
    return new Fault(
        "bigBody(" + bytes + ")",
        answer -> Travel.whole(StreamWays.padded(answer, bytes)),
        bytes < 1 << 20 ? Set.of() : Set.of(FailureKind.RESPONSE_TOO_LARGE));
  }

  /** This many events of a stream, then silence. */
  public static Fault stallAfterEvents(int events) {
    return StreamFaults.stallAfterEvents(events);
  }

  /** As much of a stream as has this many words of the text, then silence. */
  public static Fault stallAfterTokens(int tokens) {
    return StreamFaults.stallAfterTokens(tokens);
  }

  /** This many events of a stream, then a close in order. */
  public static Fault cutAfterEvents(int events) {
    return StreamFaults.cutAfterEvents(events);
  }

  /** As much of a stream as has this many words of the text, then a close in order. */
  public static Fault cutAfterTokens(int tokens) {
    return StreamFaults.cutAfterTokens(tokens);
  }

  /** This many events of a stream, as if that were all: no finish reason, no end mark. */
  public static Fault endAfterEvents(int events) {
    return StreamFaults.endAfterEvents(events);
  }

  /** As much of a stream as has this many words of the text, as if that were all. */
  public static Fault endAfterTokens(int tokens) {
    return StreamFaults.endAfterTokens(tokens);
  }

  /** This many events of a stream, then one with an error, then the normal end. */
  public static Fault errorEventAfter(int events) {
    return StreamFaults.errorEventAfter(events);
  }

  /** As much of a stream as has this many words of the text, then an event with an error. */
  public static Fault errorAfterTokens(int tokens) {
    return StreamFaults.errorAfterTokens(tokens);
  }

  /** This many events of a stream, then one that is no JSON, then the normal end. */
  public static Fault malformedEventAfter(int events) {
    return StreamFaults.malformedEventAfter(events);
  }

  /** As much of a stream as has this many words of the text, then an event that is no JSON. */
  public static Fault malformedAfterTokens(int tokens) {
    return StreamFaults.malformedAfterTokens(tokens);
  }

  /** A whole stream without the event that does nothing but mark its end. */
  public static Fault withoutEndMark() {
    return StreamFaults.withoutEndMark();
  }

  /** What keeps the connection alive, at this pace, and no event with content. */
  public static Fault keepAlivesOnly(Duration every) {
    return StreamFaults.keepAlivesOnly(every);
  }

  /** A whole stream whose lines end with CRLF and with LF in turns. */
  public static Fault mixedLineEnds() {
    return StreamFaults.mixedLineEnds();
  }

  /** A whole stream whose events have several lines of data each. */
  public static Fault severalDataLines() {
    return StreamFaults.severalDataLines();
  }

  /** {@return one of each that is about the events of a stream, with common values} */
  public static List<Fault> streamCatalogue() {
    return FaultCatalogue.ofStreams();
  }

  /** {@return one of each, with common values, for replies that are streamed or not} */
  public static List<Fault> catalogue() {
    return FaultCatalogue.ofAll();
  }

  /** {@return what it is called, with its values} */
  public String name() {
    return name;
  }

  /** {@return which failures a dispatcher may make of it; empty: none, the answer arrives} */
  public Set<FailureKind> leadsTo() {
    return leadsTo;
  }

  /** {@return whether the answer may arrive all the same, in place of a failure} */
  public boolean mayArrive() {
    return leadsTo.isEmpty() || OR_THE_ANSWER.contains(name);
  }

  /** {@return the dialects that can play it} */
  public Set<Dialect> dialects() {
    return dialects;
  }

  /** {@return whether it is about streams, and so for requests that want one} */
  public boolean isOfStreams() {
    return ofStreams;
  }

  Way way() {
    return way;
  }

  private static Fault answer(String name, Function<WireAnswer, List<Act>> travel) {
    return new Fault(name, travel, Set.of());
  }

  private static Fault content(
      String name, UnaryOperator<WireAnswer> change, FailureKind... leadsTo) {
    return new Fault(name, answer -> Travel.whole(change.apply(answer)), Set.of(leadsTo));
  }

  @Override
  public String toString() {
    return name;
  }
}
