package dev.modeldispatch.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.modeldispatch.Answered;
import dev.modeldispatch.ApiKey;
import dev.modeldispatch.Cancelled;
import dev.modeldispatch.DispatchEvent;
import dev.modeldispatch.DispatchEvent.Text.Kind;
import dev.modeldispatch.DispatchListener;
import dev.modeldispatch.Dispatcher;
import dev.modeldispatch.FailureKind;
import dev.modeldispatch.ModelResult;
import dev.modeldispatch.ModelTarget;
import dev.modeldispatch.Prompt;
import dev.modeldispatch.Unanswered;
import dev.modeldispatch.Usage;
import dev.modeldispatch.testkit.RecordingListener;
import dev.modeldispatch.testkit.server.Fault;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Streamed answers through the front door and over a wire. */
class StreamingTest {
  private static final ApiKey KEY = ApiKey.of("key-of-nobody-0123456789");
  private static final Duration IDLE = Duration.ofMillis(400);

  @RegisterExtension final Wire wire = new Wire();
  private final RecordingListener heard = new RecordingListener();

  /** A provider, the path that it is asked at for a stream, and a stream up to its end. */
  private enum Provider {
    OPENAI(
        "/v1",
        "POST /v1/chat/completions HTTP/1.1",
        "text/event-stream",
        """
        data: {'choices':[{'delta':{'reasoning_content':'Hm.'}}]}

        data: {'choices':[{'delta':{'content':'The'}}]}

        data: {'choices':[{'delta':{'content':' sky.'},'finish_reason':'stop'}]}

        data: {'choices':[],'usage':{'prompt_tokens':3,'completion_tokens':4}}

        data: [DONE]

        """) {
      @Override
      ModelDispatchBuilder connect(ModelDispatchBuilder builder, URI base) {
        return builder.openaiCompatible("openai", base, KEY);
      }
    },
    ANTHROPIC(
        "/v1",
        "POST /v1/messages HTTP/1.1",
        "text/event-stream",
        """
        data: {'type':'message_start','message':{'usage':{'input_tokens':3,'output_tokens':1}}}

        data: {'type':'content_block_delta','delta':{'type':'thinking_delta','thinking':'Hm.'}}

        data: {'type':'content_block_delta','delta':{'type':'text_delta','text':'The'}}

        data: {'type':'content_block_delta','delta':{'type':'text_delta','text':' sky.'}}

        data: {'type':'message_delta','delta':{'stop_reason':'end_turn'},'usage':{'output_tokens':4}}

        data: {'type':'message_stop'}

        """) {
      @Override
      ModelDispatchBuilder connect(ModelDispatchBuilder builder, URI base) {
        return builder.anthropic(KEY, base);
      }
    },
    GEMINI(
        "/v1beta",
        "POST /v1beta/models/m:streamGenerateContent?alt=sse HTTP/1.1",
        "text/event-stream",
        """
        data: {'candidates':[{'content':{'parts':[{'text':'Hm.','thought':true},{'text':'The'}]}}]}

        data: {'candidates':[{'content':{'parts':[{'text':' sky.'}]},'finishReason':'STOP'}],\
        'usageMetadata':{'promptTokenCount':3,'candidatesTokenCount':4}}

        """) {
      @Override
      ModelDispatchBuilder connect(ModelDispatchBuilder builder, URI base) {
        return builder.gemini(KEY, base);
      }
    },
    OLLAMA(
        "",
        "POST /api/chat HTTP/1.1",
        "application/x-ndjson",
        """
        {'message':{'content':'','thinking':'Hm.'},'done':false}
        {'message':{'content':'The'},'done':false}
        {'message':{'content':' sky.'},'done':false}
        {'message':{'content':''},'done':true,'done_reason':'stop','prompt_eval_count':3,'eval_count':4}
        """) {
      @Override
      ModelDispatchBuilder connect(ModelDispatchBuilder builder, URI base) {
        return builder.ollama(base);
      }
    };

    private final String base;
    private final String request;
    private final String type;
    private final String stream;

    Provider(String base, String request, String type, String stream) {
      this.base = base;
      this.request = request;
      this.type = type;
      this.stream = stream.replace('\'', '"');
    }

    abstract ModelDispatchBuilder connect(ModelDispatchBuilder builder, URI base);

    ModelTarget target() {
      return ModelTarget.of(name().toLowerCase(Locale.ROOT), "m");
    }
  }

  @ParameterizedTest
  @EnumSource
  void streamIsToldAndAnswered(Provider provider) throws Exception {
    try (var server = HeldServer.replies(provider.type, provider.stream);
        var models = open(provider, server)) {
      ModelResult result = models.dispatcher().dispatch(provider.target(), Wire.HI, heard);

      assertThat(server.request().get()).startsWith(provider.request);
      assertThat(result.answered().map(Answered::text)).contains("The sky.");
      assertThat(result.answered().map(Answered::completeness))
          .contains(Answered.Completeness.COMPLETE);
      assertThat(result.usage()).isEqualTo(Usage.exact(3, 4));
      assertThat(told(Kind.REASONING)).containsExactly("Hm.");
      assertThat(told(Kind.ANSWER)).containsExactly("The", " sky.");
    }
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "GEMINI") // it has no mark
  void endMarkEndsTheDispatchAtOnceAndTheConnectionSoon(Provider provider) throws Exception {
    try (var server = HeldServer.holds(provider.type, provider.stream);
        var models = open(provider, server)) {
      ModelResult result = models.dispatcher().dispatch(provider.target(), Wire.HI, heard);
      long settled = System.nanoTime();

      assertThat(server.closedAt()).isNotDone();
      assertThat(result.answered().map(Answered::completeness))
          .contains(Answered.Completeness.COMPLETE);
      long closed = server.closedAt().get(10, TimeUnit.SECONDS);
      assertThat(Duration.ofNanos(closed - settled)).isLessThan(Duration.ofSeconds(2));
    }
  }

  @Test
  void closeEndsAConnectionThatLingers() throws Exception {
    try (var server = HeldServer.holds(Provider.OPENAI.type, Provider.OPENAI.stream)) {
      long closed;
      try (var models = open(Provider.OPENAI, server)) {
        models.dispatcher().dispatch(Provider.OPENAI.target(), Wire.HI, heard);
        closed = System.nanoTime();
      }

      long seen = server.closedAt().get(10, TimeUnit.SECONDS);
      assertThat(Duration.ofNanos(seen - closed)).isLessThan(Duration.ofMillis(900));
    }
  }

  @Test
  void errorInAStreamThatIsHeldOpenEndsTheDispatchAndTheConnection() throws Exception {
    String error = "data: {\"error\":{\"message\":\"No room.\",\"code\":503}}\n\n";
    try (var server = HeldServer.holds(Provider.OPENAI.type, error);
        var models = open(Provider.OPENAI, server)) {
      ModelResult result = models.dispatcher().dispatch(Provider.OPENAI.target(), Wire.HI, heard);

      assertThat(result.status()).isEqualTo(ModelResult.Status.FAILED);
      assertThat(server.closedAt().get(10, TimeUnit.SECONDS)).isPositive();
    }
  }

  @Test
  void connectionOfAStreamThatEndedIsUsedAgain() throws Exception {
    wire.server().model("m").answers("The sky is blue.");
    Dispatcher dispatcher = wire.dispatcher(wire.builder());

    for (int i = 0; i < 10; i++) {
      ask(dispatcher, new RecordingListener());
      wire.server().awaitIdle(Wire.SOON);
    }

    assertThat(wire.server().acceptedConnections()).isLessThan(10); // some may come too early
  }

  @Test
  void textIsToldInOrderAsItComes() throws Exception {
    String text = "One two three four five six seven eight nine ten.";
    wire.server().model("m").reasoning("Let me see.").perSecond(10).answers(text);

    ModelResult result = ask(wire.dispatcher(wire.builder()), heard);

    assertThat(result.answered().map(Answered::text)).contains(text);
    assertThat(told(Kind.ANSWER)).hasSize(10);
    assertThat(String.join("", told(Kind.ANSWER))).isEqualTo(text);
    assertThat(String.join("", told(Kind.REASONING))).isEqualTo("Let me see.");
    assertThat(result.timings().firstText().orElseThrow())
        .isLessThan(result.elapsed().minusMillis(50));
  }

  @Test
  void whoReadsNoTextGetsNoStream() {
    wire.server().model("m").answers("The sky is blue.");

    wire.dispatcher(wire.builder()).dispatch(Wire.target("m"), Wire.HI);

    assertThat(wire.server().journalWithBodies()).doesNotContain("stream");
  }

  @Test
  void cancelInMidStreamClosesTheSocketAndKeepsTheText() throws Exception {
    wire.server().model("m").answers("The sky is blue.", Fault.stallAfterTokens(2));
    var future = wire.dispatcher(wire.builder()).dispatchAsync(Wire.target("m"), Wire.HI, heard);
    await().atMost(Wire.SOON).until(() -> !told(Kind.ANSWER).isEmpty());

    future.cancel(true);

    wire.server().awaitIdle(Duration.ofMillis(500));
    assertThat(wire.server().promptCalls("m").get(0).clientClosedAt()).isPresent();
    var cancelled = (Cancelled) heard.awaitSettled(Wire.SOON);
    assertThat(cancelled.partialText()).isNotEmpty().contains(allTold());
  }

  @Test
  void commentsKeepNoStreamAlive() throws Exception {
    wire.server().model("m").plays(Fault.keepAlivesOnly(Duration.ofMillis(50)));

    Unanswered none = failure(wire.builder().idleTimeout(IDLE));

    assertThat(none.failure().kind()).isEqualTo(FailureKind.STALLED);
    assertThat(none.elapsed()).isLessThan(Duration.ofSeconds(5));
  }

  @Test
  void stallInMidStreamKeepsTheTextAndIsNotRetried() throws Exception {
    wire.server().model("m").answers("The sky is blue.", Fault.stallAfterTokens(2));

    Unanswered none = failure(wire.builder().idleTimeout(IDLE).retries(2));

    assertThat(none.failure().kind()).isEqualTo(FailureKind.STALLED);
    assertThat(none.partialText()).isNotEmpty().contains(allTold());
    assertThat(none.attempts()).hasSize(1);
  }

  @Test
  void errorBeforeTheTextIsRetried() throws Exception {
    wire.server().model("m").plays(Fault.errorEventAfter(0)).then().answers("Blue.");

    ModelResult result = ask(wire.dispatcher(wire.builder().retries(2)), heard);

    assertThat(result.answered().map(Answered::text)).contains("Blue.");
    assertThat(result.attempts()).hasSize(2);
    assertThat(result.attempts().get(0).failure().orElseThrow().kind())
        .isEqualTo(FailureKind.SERVER_ERROR);
    assertThat(allTold()).isEqualTo("Blue.");
  }

  @Test
  void errorBehindTextIsNotRetried() throws Exception {
    wire.server().model("m").answers("The sky is blue.", Fault.errorEventAfter(3));

    Unanswered none = failure(wire.builder().retries(2));

    assertThat(none.failure().kind()).isEqualTo(FailureKind.SERVER_ERROR);
    assertThat(none.partialText()).isNotEmpty().contains(allTold());
    assertThat(none.attempts()).hasSize(1);
  }

  static Stream<Arguments> faults() {
    return Stream.of(
        Arguments.of(Fault.stallAfterEvents(2), "stalled"),
        Arguments.of(Fault.stallAfterTokens(1), "stalled"),
        Arguments.of(Fault.cutAfterEvents(2), "connection_lost"),
        Arguments.of(Fault.cutAfterTokens(1), "connection_lost"),
        Arguments.of(Fault.endAfterEvents(2), "output_truncated"),
        Arguments.of(Fault.endAfterTokens(0), "output_truncated"),
        Arguments.of(Fault.endAfterTokens(1), "output_truncated"),
        Arguments.of(Fault.errorEventAfter(0), "server_error"),
        Arguments.of(Fault.errorEventAfter(2), "server_error"),
        Arguments.of(Fault.errorAfterTokens(0), "server_error"),
        Arguments.of(Fault.errorAfterTokens(1), "server_error"),
        Arguments.of(Fault.malformedEventAfter(2), "malformed_response"),
        Arguments.of(Fault.malformedAfterTokens(1), "malformed_response"),
        Arguments.of(Fault.withoutEndMark(), "UNVERIFIED"),
        Arguments.of(Fault.mixedLineEnds(), "COMPLETE"),
        Arguments.of(Fault.severalDataLines(), "COMPLETE"),
        Arguments.of(Fault.keepAlivesOnly(Duration.ofMillis(50)), "stalled"));
  }

  @ParameterizedTest
  @MethodSource("faults")
  void faultOfAStreamGetsItsName(Fault fault, String name) {
    wire.server().model("m").plays(fault);

    ModelResult result = ask(wire.dispatcher(wire.builder().idleTimeout(IDLE)), heard);

    String says = result.fold(a -> a.completeness().name(), none -> none.failure().kind().code());
    String text = result.fold(Answered::text, none -> none.partialText().orElse(""));
    assertThat(says).isEqualTo(name);
    assertThat(text).isEqualTo(allTold());
  }

  @Test
  void everyFaultOfAStreamHasItsRow() {
    assertThat(Fault.streamCatalogue())
        .extracting(Fault::name)
        .isSubsetOf(faults().map(row -> ((Fault) row.get()[0]).name()).toList());
  }

  private static ModelDispatch open(Provider provider, HeldServer server) {
    URI base = server.uri(provider.base);
    return provider.connect(ModelDispatch.builder().retries(0), base).build();
  }

  private static ModelResult ask(Dispatcher dispatcher, DispatchListener listener) {
    return dispatcher.dispatch(Wire.target("m"), Prompt.of("hi"), listener);
  }

  private Unanswered failure(ModelDispatchBuilder builder) {
    return (Unanswered) ask(wire.dispatcher(builder), heard);
  }

  private List<String> told(Kind kind) {
    return heard.events(DispatchEvent.Text.class).stream()
        .filter(text -> text.kind() == kind)
        .map(DispatchEvent.Text::text)
        .toList();
  }

  private String allTold() {
    return String.join("", told(Kind.ANSWER));
  }
}
