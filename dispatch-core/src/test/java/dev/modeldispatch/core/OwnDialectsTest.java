package dev.modeldispatch.core;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import dev.modeldispatch.Answered;
import dev.modeldispatch.ApiKey;
import dev.modeldispatch.Failure;
import dev.modeldispatch.FailureKind;
import dev.modeldispatch.ModelResult;
import dev.modeldispatch.connector.ProviderStatus;
import dev.modeldispatch.core.failure.CorpusAssert;
import dev.modeldispatch.core.failure.CorpusFile;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Each dialect through the front door and over a wire, with the bodies that its provider sends. */
class OwnDialectsTest {
  private static final String SECRET = "AI-key-of-nobody-0123456789";
  private static final ApiKey KEY = ApiKey.of(SECRET);

  private final WireMockServer server =
      new WireMockServer(WireMockConfiguration.options().dynamicPort().bindAddress("127.0.0.1"));

  /** A provider: where it answers, what an answer of it is, how its key travels, its errors. */
  private enum Provider {
    ANTHROPIC(
        "/v1",
        "/v1/messages",
        "x-api-key",
        "",
        "{'type':'message','content':[{'type':'text','text':'Blue.'}],'stop_reason':'end_turn',"
            + "'usage':{'input_tokens':3,'output_tokens':4}}",
        "invalid-x-api-key rate-limit-input-tokens model-not-found") {
      @Override
      ModelDispatchBuilder connect(ModelDispatchBuilder builder, URI base) {
        return builder.anthropic(KEY, base);
      }
    },
    GEMINI(
        "/v1beta",
        "/v1beta/models/m:generateContent",
        "x-goog-api-key",
        "",
        "{'candidates':[{'content':{'parts':[{'text':'Blue.'}]},'finishReason':'STOP'}],"
            + "'usageMetadata':{'promptTokenCount':3,'candidatesTokenCount':4}}",
        "api-key-invalid free-tier-minute model-not-found") {
      @Override
      ModelDispatchBuilder connect(ModelDispatchBuilder builder, URI base) {
        return builder.gemini(KEY, base);
      }
    },
    OLLAMA(
        "",
        "/api/chat",
        "Authorization",
        "Bearer ",
        "{'message':{'role':'assistant','content':'Blue.'},'done':true,'done_reason':'stop',"
            + "'prompt_eval_count':3,'eval_count':4}",
        "cloud-unauthorized cloud-session-limit model-not-pulled") {
      @Override
      ModelDispatchBuilder connect(ModelDispatchBuilder builder, URI base) {
        return builder.ollama(base, KEY);
      }
    },
    AZURE(
        "/openai/v1",
        "/openai/v1/chat/completions",
        "api-key",
        "",
        "{'choices':[{'message':{'content':'Blue.'},'finish_reason':'stop'}],"
            + "'usage':{'prompt_tokens':3,'completion_tokens':4}}",
        "invalid-key token-rate deployment-not-found") {
      @Override
      ModelDispatchBuilder connect(ModelDispatchBuilder builder, URI base) {
        return builder.azure(base, KEY);
      }
    };

    private final String base;
    private final String path;
    private final String keyHeader;
    private final String keyPrefix;
    private final String answer;
    private final String errors;

    Provider(
        String base,
        String path,
        String keyHeader,
        String keyPrefix,
        String answer,
        String errors) {
      this.base = base;
      this.path = path;
      this.keyHeader = keyHeader;
      this.keyPrefix = keyPrefix;
      this.answer = answer.replace('\'', '"');
      this.errors = errors;
    }

    abstract ModelDispatchBuilder connect(ModelDispatchBuilder builder, URI base);

    String id() {
      return name().toLowerCase(Locale.ROOT);
    }

    CorpusFile error(int number) {
      String name = id() + "/" + errors.split(" ", -1)[number] + ".txt";
      return CorpusFile.all().stream().filter(f -> f.name().equals(name)).findFirst().orElseThrow();
    }
  }

  @BeforeEach
  void start() {
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop();
  }

  @ParameterizedTest
  @EnumSource
  void promptIsAnswered(Provider provider) {
    server.stubFor(post(urlEqualTo(provider.path)).willReturn(json(200, provider.answer)));

    ModelResult result = ask(provider, "m");

    assertThat(result.answered().map(Answered::text)).contains("Blue.");
    assertThat(result.usage().inputTokens()).isEqualTo(3);
    assertThat(result.usage().outputTokens()).isEqualTo(4);
  }

  @ParameterizedTest
  @EnumSource
  void keyStandsInItsHeaderAndNowhereElse(Provider provider) {
    server.stubFor(any(anyUrl()).willReturn(json(200, provider.answer)));

    ModelResult result = ask(provider, "m");

    LoggedRequest request = requests().get(0);
    assertThat(request.getHeader(provider.keyHeader)).isEqualTo(provider.keyPrefix + SECRET);
    assertThat(request.getHeaders().all())
        .filteredOn(header -> header.values().toString().contains(SECRET))
        .hasSize(1);
    assertThat(request.getUrl() + request.getBodyAsString() + result).doesNotContain(SECRET);
  }

  @Test
  void anthropicIsToldItsVersion() {
    server.stubFor(any(anyUrl()).willReturn(json(200, Provider.ANTHROPIC.answer)));

    ask(Provider.ANTHROPIC, "m");

    assertThat(requests().get(0).getHeader("anthropic-version")).isEqualTo("2023-06-01");
  }

  @ParameterizedTest
  @EnumSource
  void refusedKeyIsNamed(Provider provider) {
    replies(provider.error(0));

    assertThat(failure(provider).kind()).isEqualTo(FailureKind.AUTH_REJECTED);
  }

  @ParameterizedTest
  @EnumSource
  void limitIsNamedWithItsHint(Provider provider) {
    CorpusFile limited = provider.error(1);
    replies(limited);

    Failure failure = failure(provider);

    assertThat(failure.httpStatus()).hasValue(429);
    CorpusAssert.check(limited, failure);
  }

  @ParameterizedTest
  @EnumSource
  void unknownModelIsNamed(Provider provider) {
    replies(provider.error(2));

    assertThat(failure(provider).kind()).isEqualTo(FailureKind.MODEL_NOT_FOUND);
  }

  @Test
  void modelThatWouldLeadElsewhereIsNotAskedFor() {
    ModelResult result = ask(Provider.GEMINI, "../files?x=y");

    assertThat(result.unanswered().orElseThrow().failure().kind())
        .isEqualTo(FailureKind.MODEL_NOT_FOUND);
    assertThat(result.unanswered().orElseThrow().failure().message()).contains("'../files?x=y'");
    assertThat(requests()).isEmpty();
  }

  @Test
  void modelListIsReadPageByPage() {
    page("/v1/models?limit=1000", "{'data':[{'id':'a'}],'has_more':true,'last_id':'a'}");
    page("/v1/models?limit=1000&after_id=a", "{'data':[{'id':'b'}],'has_more':false}");

    assertThat(models(Provider.ANTHROPIC)).containsExactly("a", "b");
  }

  @Test
  void modelListWithoutAnEndIsLeft() {
    String page = "{'models':[{'name':'models/a'}],'nextPageToken':'again'}";
    server.stubFor(get(anyUrl()).willReturn(json(200, page.replace('\'', '"'))));

    assertThat(models(Provider.GEMINI)).hasSize(10);
    assertThat(requests()).hasSize(10);
  }

  @Test
  void pageThatFailsFailsTheList() {
    page("/v1/models?limit=1000", "{'data':[{'id':'a'}],'has_more':true,'last_id':'a'}");
    server.stubFor(
        get(urlEqualTo("/v1/models?limit=1000&after_id=a"))
            .willReturn(json(401, Provider.ANTHROPIC.error(0).body())));

    var status = list(Provider.ANTHROPIC);

    assertThat(status.failure().orElseThrow().kind()).isEqualTo(FailureKind.AUTH_REJECTED);
    assertThat(status.models()).isEmpty();
  }

  private void page(String url, String body) {
    server.stubFor(get(urlEqualTo(url)).willReturn(json(200, body.replace('\'', '"'))));
  }

  private void replies(CorpusFile file) {
    var reply = json(file.status(), file.body());
    file.headers().forEach((name, values) -> reply.withHeader(name, values.get(0)));
    server.stubFor(any(anyUrl()).willReturn(reply));
  }

  private static ResponseDefinitionBuilder json(int status, String body) {
    return aResponse()
        .withStatus(status)
        .withHeader("Content-Type", "application/json")
        .withBody(body);
  }

  private Failure failure(Provider provider) {
    return ask(provider, "m").unanswered().orElseThrow().failure();
  }

  private ModelResult ask(Provider provider, String model) {
    try (var models = open(provider)) {
      return models.ask(provider.id() + "/" + model, "Why is the sky blue?");
    }
  }

  private List<String> models(Provider provider) {
    return list(provider).models().stream().map(ProviderStatus.Model::id).toList();
  }

  private ProviderStatus list(Provider provider) {
    try (var models = open(provider)) {
      return models.directory().models().get(0);
    }
  }

  private ModelDispatch open(Provider provider) {
    URI base = URI.create("http://127.0.0.1:" + server.port() + provider.base);
    return provider.connect(ModelDispatch.builder().retries(0), base).build();
  }

  private List<LoggedRequest> requests() {
    return server.findAll(anyRequestedFor(anyUrl()));
  }
}
