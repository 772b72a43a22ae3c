package dev.modeldispatch.testkit.server;

import java.net.URI;
import java.time.Duration;
import java.util.List;

/** One of each fault, with common values. */
final class FaultCatalogue {
  private FaultCatalogue() {}

  static List<Fault> ofStreams() {
    return List.of(
        Fault.stallAfterEvents(2),
        Fault.stallAfterTokens(1),
        Fault.cutAfterEvents(2),
        Fault.cutAfterTokens(1),
        Fault.endAfterEvents(2),
        Fault.endAfterTokens(0),
        Fault.endAfterTokens(1),
        Fault.errorEventAfter(0),
        Fault.errorEventAfter(2),
        Fault.errorAfterTokens(0),
        Fault.errorAfterTokens(1),
        Fault.malformedEventAfter(2),
        Fault.malformedAfterTokens(1),
        Fault.withoutEndMark(),
        Fault.keepAlivesOnly(Duration.ofMillis(50)),
        Fault.mixedLineEnds(),
        Fault.severalDataLines());
  }

  static List<Fault> ofAll() {
    return List.of(
        Fault.stallBeforeHeaders(),
        Fault.stallAfterHeaders(),
        Fault.stallAfter(20),
        Fault.cutAfter(0),
        Fault.cutAfter(20),
        Fault.reset(),
        Fault.resetAfter(20),
        Fault.resetWhenWhole(),
        Fault.closeWithoutReply(),
        Fault.closeOnNextRequest(),
        Fault.drip(Duration.ofMillis(1)),
        Fault.slowBody(Duration.ofMillis(50)),
        Fault.chunkPerByte(),
        Fault.chunkedWithoutEnd(),
        Fault.closeDelimited(),
        Fault.closeDelimitedCut(20),
        Fault.twoContentLengths(),
        Fault.endlessBody(),
        Fault.floodOfEarlyHints(),
        Fault.hugeHeaders(1 << 20),
        Fault.emptyBody(),
        Fault.noContent(),
        Fault.body("{}"),
        Fault.truncatedJson(),
        Fault.deepJson(100_000),
        Fault.bigBody(300 << 10),
        Fault.bigBody(50 << 20),
        Fault.html(200),
        Fault.html(502),
        Fault.contentType("text/plain"),
        Fault.gzip(),
        Fault.redirect(URI.create("http://127.0.0.1:9/elsewhere")));
  }
}
