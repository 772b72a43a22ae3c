package dev.modeldispatch.samples.langchain4j;

import static org.assertj.core.api.Assertions.assertThat;

import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.SystemMessage;
import dev.langchain4j.exception.AsyncNotSupportedException;
import dev.langchain4j.exception.AuthenticationException;
import dev.langchain4j.exception.HttpException;
import dev.langchain4j.exception.InternalServerException;
import dev.langchain4j.exception.RateLimitException;
import dev.langchain4j.exception.TimeoutException;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.request.ResponseFormatType;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.output.FinishReason;
import dev.langchain4j.model.output.TokenUsage;
import dev.modeldispatch.Answered;
import dev.modeldispatch.Attempt;
import dev.modeldispatch.Failed;
import dev.modeldispatch.FailureKind;
import dev.modeldispatch.ModelResult;
import dev.modeldispatch.ModelTarget;
import dev.modeldispatch.Prompt;
import dev.modeldispatch.Usage;
import dev.modeldispatch.connector.Call;
import dev.modeldispatch.core.ModelDispatch;
import dev.modeldispatch.testkit.ProbeCall;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.net.ConnectException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class LangChain4jConnectorTest {
  /** A chat model in process. */
  private record Scripted(Function<ChatRequest, ChatResponse> replies) implements ChatModel {
    @Override
    public ChatResponse doChat(ChatRequest request) {
      return replies.apply(request);
    }
  }

  private static ModelResult ask(Function<ChatRequest, ChatResponse> replies, Prompt prompt) {
    var connector = new LangChain4jConnector("lc", new Scripted(replies));
    try (var models = ModelDispatch.builder().connector(connector).build()) {
      return models.ask("lc/m", prompt);
    }
  }

  private static ChatResponse.Builder said(String text) {
    return ChatResponse.builder().aiMessage(AiMessage.from(text)).finishReason(FinishReason.STOP);
  }

  @Test
  void allOfThePromptGoesIntoTheRequest() {
    List<ChatRequest> seen = new CopyOnWriteArrayList<>();
    var prompt =
        Prompt.builder("Judge")
            .system("Be brief.")
            .maxOutputTokens(50)
            .temperature(0.5)
            .jsonSchema("{\"type\":\"object\",\"properties\":{\"ok\":{\"type\":\"boolean\"}}}")
            .build();

    var result =
        ask(
            request -> {
              seen.add(request);
              return said("{\"ok\":true}").tokenUsage(new TokenUsage(5, 2)).build();
            },
            prompt);

    var request = seen.get(0);
    assertThat(((Answered) result).usage()).isEqualTo(Usage.exact(5, 2));
    assertThat(((Answered) result).completeness()).isEqualTo(Answered.Completeness.COMPLETE);
    assertThat(request.modelName()).isEqualTo("m");
    assertThat(request.messages()).hasSize(2).first().isInstanceOf(SystemMessage.class);
    assertThat(request.maxOutputTokens()).isEqualTo(50);
    assertThat(request.temperature()).isEqualTo(0.5);
    assertThat(request.responseFormat().type()).isEqualTo(ResponseFormatType.JSON);
    assertThat(request.responseFormat().jsonSchema().rootElement().toString()).contains("ok");
  }

  @Test
  void aCutAnswerIsAFailureThatKeepsTheText() {
    var result =
        ask(request -> said("Once upon").finishReason(FinishReason.LENGTH).build(), Prompt.of("x"));

    assertThat(result.unanswered().orElseThrow().failure().kind())
        .isEqualTo(FailureKind.OUTPUT_TRUNCATED);
    assertThat(result.unanswered().orElseThrow().partialText()).contains("Once upon");
  }

  @Test
  void anEndWithoutAReasonIsUnverified() {
    var result = ask(request -> said("x").finishReason(null).build(), Prompt.of("x"));

    assertThat(((Answered) result).completeness()).isEqualTo(Answered.Completeness.UNVERIFIED);
  }

  static List<Arguments> thrown() {
    String quota = "{\"error\":{\"code\":\"insufficient_quota\",\"message\":\"canary\"}}";
    var io = new IOException("canary");
    return List.of(
        of(new RateLimitException(new HttpException(429, quota)), "QUOTA_EXHAUSTED", "YES"),
        of(new HttpException(503, "canary, no JSON"), "OVERLOADED", "YES"),
        of(new HttpException(418, "[]"), "INVALID_REQUEST", "YES"),
        of(new RateLimitException("canary"), "RATE_LIMITED", "YES"),
        of(new AuthenticationException("canary"), "AUTH_REJECTED", "YES"),
        of(new TimeoutException("canary"), "STALLED", "MAYBE"),
        of(new InternalServerException("canary", io), "CONNECTION_LOST", "MAYBE"),
        of(
            new InternalServerException("canary", new NullPointerException("canary")),
            "MALFORMED_RESPONSE",
            "YES"),
        of(new RuntimeException(new ConnectException("canary")), "UNREACHABLE", "NO"),
        of(new IllegalStateException("canary"), "UNKNOWN", "MAYBE"),
        of(new StackOverflowError("canary"), "UNKNOWN", "MAYBE"));
  }

  private static Arguments of(Throwable thrown, String kind, String sent) {
    return Arguments.of(thrown, FailureKind.valueOf(kind), Attempt.Sent.valueOf(sent));
  }

  @ParameterizedTest
  @MethodSource("thrown")
  void whatIsThrownIsNamedAndNotQuoted(Throwable thrown, FailureKind kind, Attempt.Sent sent) {
    var reply = Replies.of(ModelTarget.parse("lc/m"), thrown);
    var failure = reply.failure().orElseThrow();

    assertThat(failure.kind()).isEqualTo(kind);
    assertThat(reply.sent()).isEqualTo(sent);
    assertThat(failure + failure.message() + failure.evidence() + failure.hint() + failure.detail())
        .doesNotContain("canary");
  }

  @Test
  void anErrorEndsTheCallToo() {
    var result =
        ask(
            request -> {
              throw new AssertionError("the model's own mistake");
            },
            Prompt.of("x"));

    assertThat(result).isInstanceOf(Failed.class);
  }

  @Test
  void aCallThatIsCalledOffAtTheLastMomentIsNotMade() {
    List<ChatRequest> seen = new CopyOnWriteArrayList<>();
    var probe = new ProbeCall(ModelTarget.parse("lc/m"), Prompt.of("x"));
    Call lastMoment =
        (Call)
            Proxy.newProxyInstance(
                getClass().getClassLoader(),
                new Class<?>[] {Call.class},
                (proxy, method, arguments) -> {
                  Object value = method.invoke(probe, arguments);
                  if (method.getName().equals("sending")) {
                    probe.abort();
                  }
                  return value;
                });
    var model =
        new Scripted(
            request -> {
              seen.add(request);
              return said("x").build();
            });

    try (var connector = new LangChain4jConnector("lc", model)) {
      connector.call(lastMoment);
    }

    assertThat(probe.isOver()).isTrue();
    assertThat(seen).isEmpty();
  }

  @Test
  void aCallAfterTheEndIsAFailure() throws Exception {
    var probe = new ProbeCall(ModelTarget.parse("lc/m"), Prompt.of("x"));
    var connector = new LangChain4jConnector("lc", new Scripted(request -> said("x").build()));
    connector.close();

    connector.call(probe);

    var reply = probe.awaitReply(Duration.ofSeconds(10));
    assertThat(reply.failure().orElseThrow().message()).contains("its connector is closed");
    assertThat(reply.sent()).isEqualTo(Attempt.Sent.NO);
  }

  @Test
  void theDeadlineInterruptsTheModel() throws Exception {
    var interrupted = new CountDownLatch(1);

    var result =
        ask(
            request -> {
              try {
                return said("never" + new CountDownLatch(1).await(1, TimeUnit.MINUTES)).build();
              } catch (InterruptedException e) {
                interrupted.countDown();
                throw new IllegalStateException(e);
              }
            },
            Prompt.builder("x").timeout(Duration.ofMillis(100)).build());

    assertThat(result.status()).isEqualTo(ModelResult.Status.TIMED_OUT);
    assertThat(interrupted.await(10, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void chatIsAskedSinceFewModelsKnowChatAsync() {
    var model = new Scripted(request -> said("x").build());

    assertThat(model.chatAsync("Hi").handle((answer, thrown) -> String.valueOf(thrown)).join())
        .contains(AsyncNotSupportedException.class.getSimpleName());
  }
}
