package dev.modeldispatch.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.modeldispatch.Attempt;
import dev.modeldispatch.FailureKind;
import dev.modeldispatch.ModelResult;
import dev.modeldispatch.Prompt;
import dev.modeldispatch.Unanswered;
import dev.modeldispatch.testkit.server.FakeModelServer.Dialect;
import dev.modeldispatch.testkit.server.Fault;
import dev.modeldispatch.testkit.server.ModelScript;
import dev.modeldispatch.testkit.server.Oddity;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a dispatch makes of each fault that the fake server can play; also written as a table. */
class FaultTableTest {
  private static final Map<String, String> SEEN = new TreeMap<>();
  private static final String ANSWER = "answered - YES";

  @RegisterExtension final Wire wire = new Wire();

  /** A fault, and what has to come of it: kind, HTTP status, whether the prompt left. */
  record Row(String fault, Consumer<ModelScript> script, String expected) {
    @Override
    public String toString() {
      return fault + " -> " + expected;
    }
  }

  static Stream<Row> rows() {
    return Stream.of(faultsOnTheWay(), faultsInTheBody(), oddities(), errors(), statuses())
        .flatMap(rows -> rows);
  }

  private static Stream<Row> faultsOnTheWay() {
    return Stream.of(
        row(Fault.stallBeforeHeaders(), "deadline_exceeded - MAYBE"),
        row(Fault.stallAfterHeaders(), "stalled - YES retryable"),
        row(Fault.stallAfter(20), "stalled - YES retryable"),
        row(Fault.cutAfter(0), "connection_lost - YES"),
        row(Fault.cutAfter(20), "connection_lost - YES"),
        row(Fault.reset(), "connection_lost - MAYBE retryable"),
        row(Fault.resetAfter(20), "connection_lost - YES"),
        row(Fault.resetWhenWhole(), ANSWER),
        row(Fault.closeWithoutReply(), "connection_lost - MAYBE retryable"),
        row(Fault.closeOnNextRequest(), ANSWER),
        row(Fault.drip(Duration.ofMillis(1)), ANSWER),
        row(Fault.slowBody(Duration.ofMillis(50)), ANSWER),
        row(Fault.chunkPerByte(), ANSWER),
        row(Fault.chunkedWithoutEnd(), "connection_lost - YES"),
        row(Fault.closeDelimited(), ANSWER),
        row(Fault.closeDelimitedCut(20), "malformed_response 200 YES"),
        row(Fault.twoContentLengths(), "malformed_response 200 YES"),
        row(Fault.endlessBody(), "response_too_large - YES"),
        row(Fault.floodOfEarlyHints(), "malformed_response - MAYBE"),
        row(Fault.hugeHeaders(1 << 20), "response_too_large - MAYBE"),
        row(Fault.hugeHeaders(300 << 10), "response_too_large - YES"));
  }

  private static Stream<Row> faultsInTheBody() {
    return Stream.of(
        row(Fault.emptyBody(), "malformed_response 200 YES"),
        row(Fault.noContent(), "malformed_response 204 YES"),
        row(Fault.body("{}"), "malformed_response 200 YES"),
        row(Fault.truncatedJson(), "malformed_response 200 YES"),
        row(Fault.deepJson(100_000), "malformed_response 200 YES"),
        row(Fault.bigBody(300 << 10), ANSWER),
        row(Fault.bigBody(50 << 20), "response_too_large - YES"),
        row(Fault.html(200), "malformed_response 200 YES"),
        row(Fault.html(502), "server_error 502 YES retryable"),
        row(Fault.contentType("text/plain"), ANSWER),
        row(Fault.gzip(), "malformed_response 200 YES"),
        row(Fault.redirect(URI.create("http://127.0.0.1:9/elsewhere")), "invalid_request 307 YES"));
  }

  private static Stream<Row> oddities() {
    return Arrays.stream(Oddity.values())
        .filter(oddity -> oddity.dialects().contains(Dialect.OPENAI))
        .map(oddity -> new Row(oddity.name(), model -> model.plays(oddity), expected(oddity)));
  }

  private static String expected(Oddity oddity) {
    return switch (oddity) {
      case EMPTY_TEXT, NULL_TEXT -> "empty_answer 200 YES";
      case JSON_IN_FENCES, MISSING_USAGE, FINISH_MISSING -> ANSWER;
      case NO_CHOICE -> "malformed_response 200 YES";
      case CONTEXT_FULL -> "context_overflow 200 YES";
      case FINISH_LENGTH, PAUSED -> "output_truncated 200 YES";
      case FINISH_FILTER, REFUSAL, PROMPT_BLOCKED -> "content_filtered 200 YES";
      case ERROR_INSIDE_OK -> "server_error 200 YES retryable";
      case TOOL_CALL -> "tool_denied 200 YES";
    };
  }

  private static Stream<Row> errors() {
    return Stream.of(
        row(FailureKind.RATE_LIMITED, "rate_limited 429 YES retryable"),
        row(FailureKind.QUOTA_EXHAUSTED, "quota_exhausted 429 YES"),
        row(FailureKind.SERVER_ERROR, "server_error 500 YES retryable"),
        row(FailureKind.AUTH_REJECTED, "auth_rejected 401 YES"),
        row(FailureKind.PERMISSION_DENIED, "permission_denied 403 YES"),
        row(FailureKind.INVALID_REQUEST, "invalid_request 400 YES"),
        row(FailureKind.CONTEXT_OVERFLOW, "context_overflow 400 YES"),
        row(FailureKind.CONTENT_FILTERED, "content_filtered 400 YES"),
        row(FailureKind.MODEL_NOT_FOUND, "model_not_found 404 YES"));
  }

  private static Stream<Row> statuses() {
    return Stream.of(
        row(402, "quota_exhausted 402 YES"),
        row(404, "invalid_request 404 YES"),
        row(408, "server_error 408 YES retryable"),
        row(409, "invalid_request 409 YES"),
        row(410, "model_not_found 410 YES"),
        row(413, "invalid_request 413 YES"),
        row(422, "invalid_request 422 YES"),
        row(502, "server_error 502 YES retryable"),
        row(503, "server_error 503 YES retryable"),
        row(504, "server_error 504 YES retryable"),
        row(529, "overloaded 529 YES retryable"),
        row(418, "unknown 418 YES"));
  }

  @ParameterizedTest
  @MethodSource("rows")
  void faultGetsItsName(Row row) throws Exception {
    row.script().accept(wire.server().model("m"));
    var prompt = Prompt.builder("hi").timeout(Duration.ofMillis(1_500)).build();

    ModelResult result =
        wire.dispatcher(wire.builder().idleTimeout(Duration.ofMillis(300)))
            .dispatch(Wire.target("m"), prompt);

    SEEN.put(row.fault(), told(result) + " | " + result.fold(a -> "", FaultTableTest::words));
    assertThat(told(result)).isEqualTo(row.expected());
    assertThat(result.attempts()).hasSize(1);
    if (row.expected().contains(" - MAYBE")) { // no reply: nothing that could be used again
      wire.server().awaitAllClosed(Wire.SOON);
    }
  }

  @Test
  void everyFaultOfTheCatalogueHasItsRow() {
    var covered = rows().map(Row::fault).toList();

    assertThat(Fault.catalogue()).extracting(Fault::name).isSubsetOf(covered);
  }

  @AfterAll
  static void write() throws IOException {
    var out = new StringBuilder("| fault | kind, status, sent | words |\n|---|---|---|\n");
    SEEN.forEach((fault, told) -> out.append("| " + fault + " | " + told + " |\n"));
    Files.createDirectories(Path.of("target"));
    Files.writeString(Path.of("target", "fault-matrix.md"), out);
  }

  private static String told(ModelResult result) {
    Attempt.Sent sent = result.attempts().get(0).sent();
    return result.fold(
        answer -> "answered - " + sent,
        none -> {
          var failure = none.failure();
          boolean status = failure.httpStatus().isPresent();
          return failure.kind().code()
              + (status ? " " + failure.httpStatus().getAsInt() : " -")
              + (" " + sent)
              + (failure.retryable() ? " retryable" : "");
        });
  }

  private static String words(Unanswered none) {
    return none.failure().message().replaceAll("127\\.0\\.0\\.1:\\d+", "server");
  }

  private static Row row(Fault fault, String expected) {
    return new Row(fault.name(), model -> model.plays(fault), expected);
  }

  private static Row row(FailureKind kind, String expected) {
    return new Row("error " + kind.code(), model -> model.fails(kind), expected);
  }

  private static Row row(int status, String expected) {
    return new Row("status " + status, model -> model.fails(status, "{}"), expected);
  }
}
