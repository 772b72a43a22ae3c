package dev.modeldispatch.core;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.anyRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.urlMatching;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import dev.modeldispatch.ApiKey;
import dev.modeldispatch.Failure;
import dev.modeldispatch.FailureKind;
import dev.modeldispatch.ModelDirectory.Readiness;
import dev.modeldispatch.ModelDirectory.Verdict;
import dev.modeldispatch.ModelTarget;
import dev.modeldispatch.connector.Call;
import dev.modeldispatch.connector.ModelConnector;
import dev.modeldispatch.connector.ProviderStatus;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The directory over several providers at once. */
class DirectoryOverManyTest {
  private static final ApiKey KEY = ApiKey.of("a-key-of-nobody-0123456789");
  private static final String NO_SUCH_VARIABLE = "MODEL_DISPATCH_TEST_HAS_NO_SUCH_KEY";
  private static final int SLOW_MS = 800;

  private final WireMockServer server =
      new WireMockServer(WireMockConfiguration.options().dynamicPort().bindAddress("127.0.0.1"));

  @BeforeEach
  void start() {
    server.start();
    list("azure/models", "{'data':[{'id':'gpt-x'}]}");
    list("anthropic/models.*", "{'data':[{'id':'claude-x-1'}],'has_more':false}");
    list(
        "gemini/models.*",
        "{'models':[{'name':'models/gemini-2-pro'},{'name':'models/gemini-2-flash'},"
            + "{'name':'models/other'},{'name':'models/gemini-1-pro'},"
            + "{'name':'models/gemini-1-flash'}]}");
    list("ollama/api/tags", "{'models':[{'name':'qwen3:latest'},{'name':'qwen3:8b'}]}");
  }

  @AfterEach
  void stop() {
    server.stop();
  }

  @Test
  void eachTargetGetsItsVerdictWhoeverServesIt() {
    try (var models = four().build()) {
      var verdicts =
          preflight(
              models,
              "azure/gpt-x azure/my-deployment anthropic/claude-x-1 anthropic/claude-x-latest"
                  + " gemini/gemini-2-pro gemini/gemini-2-prow ollama/qwen3:8b ollama/qwen3"
                  + " ollama/qwen3:9b nobody/m keyless/m");

      assertThat(verdicts)
          .extracting(Verdict::readiness)
          .containsExactly(
              Readiness.READY,
              Readiness.UNKNOWN,
              Readiness.READY,
              Readiness.UNKNOWN,
              Readiness.READY,
              Readiness.NOT_READY,
              Readiness.READY,
              Readiness.UNKNOWN,
              Readiness.NOT_READY,
              Readiness.NOT_READY,
              Readiness.NOT_READY);
      assertThat(failure(verdicts, 5).kind()).isEqualTo(FailureKind.MODEL_NOT_FOUND);
      assertThat(failure(verdicts, 9).kind()).isEqualTo(FailureKind.PROVIDER_NOT_CONNECTED);
      assertThat(failure(verdicts, 9).message())
          .contains("(connected: anthropic, azure, gemini, keyless, ollama)");
      assertThat(failure(verdicts, 10).kind()).isEqualTo(FailureKind.AUTH_MISSING);
      assertThat(failure(verdicts, 10).hint()).contains(NO_SUCH_VARIABLE);
    }
  }

  @Test
  void nearestModelsOfTheListAreNamed() {
    try (var models = four().build()) {
      var verdicts = preflight(models, "gemini/gemini-2-prow ollama/entirely-different:1");

      assertThat(failure(verdicts, 0).hint())
          .startsWith("Nearest in its list: gemini-2-pro, ")
          .contains("gemini-1-pro")
          .doesNotContain("other")
          .endsWith(". Pick a model of its list.");
      assertThat(failure(verdicts, 1).hint()).isEqualTo("Pick a model of its list.");
    }
  }

  @Test
  void emptyListRulesNothingOut() {
    list("gemini/models.*", "{'models':[]}");

    try (var models = four().build()) {
      var verdict = preflight(models, "gemini/gemini-2-pro").get(0);

      assertThat(verdict.readiness()).isEqualTo(Readiness.UNKNOWN);
    }
  }

  @Test
  void listsAreAskedOnceAndAllAtTheSameTime() {
    try (var models = four().build()) {
      long start = System.nanoTime();
      preflight(models, "azure/a azure/b anthropic/a anthropic/b gemini/a ollama/a ollama/b");
      long took = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);

      assertThat(took).isBetween((long) SLOW_MS, 4L * SLOW_MS - 1);
      assertThat(server.findAll(anyRequestedFor(anyUrl()))).hasSize(4);
    }
  }

  @Test
  void onlyTheListsThatAreNeededAreAsked() {
    try (var models = four().build()) {
      preflight(models, "ollama/qwen3:8b");

      assertThat(server.findAll(anyRequestedFor(anyUrl()))).hasSize(1);
    }
  }

  @Test
  void oneThatIsDeadSilentOrBrokenHoldsNobodyElseUp() {
    URI refused = URI.create("http://127.0.0.1:1/v1");
    var builder = four().openaiCompatible("dead", refused);
    var silent = new Listing("silent", CompletableFuture::new);
    builder.connector(silent).connector(new Listing("failing", Listing::failing));
    builder.connector(
        new Listing(
            "throwing",
            () -> {
              throw new IllegalStateException("discover");
            }));

    try (var models = builder.build()) {
      var verdicts =
          preflight(models, "dead/m silent/m failing/m throwing/m azure/gpt-x ollama/qwen3:8b");
      assertThat(verdicts.subList(0, 4))
          .allSatisfy(v -> assertThat(v.readiness()).isEqualTo(Readiness.UNKNOWN));
      assertThat(failure(verdicts, 0).kind()).isEqualTo(FailureKind.UNREACHABLE);
      assertThat(failure(verdicts, 1).kind()).isEqualTo(FailureKind.STALLED);
      assertThat(failure(verdicts, 2).evidence()).contains("IllegalStateException");
      assertThat(failure(verdicts, 3).evidence()).contains("IllegalStateException");
      assertThat(verdicts.subList(4, 6))
          .allSatisfy(v -> assertThat(v.readiness()).isEqualTo(Readiness.READY));
      assertThat(silent.last).as("what is late is called off").isCancelled();
    }
  }

  @Test
  void allListsAreToldWhateverBecomesOfSome() {
    var builder = four().openaiCompatible("dead", URI.create("http://127.0.0.1:1/v1"));
    builder.connector(new Listing("failing", Listing::failing));

    try (var models = builder.build()) {
      var told = models.directory().models();

      assertThat(told)
          .filteredOn(status -> status.failure().isEmpty())
          .extracting(ProviderStatus::provider)
          .containsExactly("azure", "anthropic", "gemini", "ollama");
      assertThat(told)
          .filteredOn(status -> status.failure().isPresent())
          .extracting(ProviderStatus::provider)
          .containsExactly("keyless", "dead", "failing");
    }
  }

  private static List<Verdict> preflight(ModelDispatch models, String targets) {
    return models.directory().preflight(ModelTarget.list(targets.split(" ", -1)));
  }

  private static Failure failure(List<Verdict> verdicts, int place) {
    return verdicts.get(place).failure().orElseThrow();
  }

  private ModelDispatchBuilder four() {
    return ModelDispatch.builder()
        .azure(at("azure"), KEY)
        .anthropic(KEY, at("anthropic"))
        .gemini(KEY, at("gemini"))
        .ollama(at("ollama"), KEY)
        .openaiCompatible("keyless", at("keyless"), ApiKey.env(NO_SUCH_VARIABLE));
  }

  private URI at(String provider) {
    return URI.create("http://127.0.0.1:" + server.port() + "/" + provider);
  }

  private void list(String path, String body) {
    server.stubFor(
        get(urlMatching("/" + path))
            .willReturn(aResponse().withFixedDelay(SLOW_MS).withBody(body.replace('\'', '"'))));
  }

  /** A connector that lists, or does not. */
  private static final class Listing implements ModelConnector {
    private final String provider;
    private final Supplier<CompletableFuture<List<ProviderStatus>>> list;
    private CompletableFuture<List<ProviderStatus>> last = new CompletableFuture<>();

    Listing(String provider, Supplier<CompletableFuture<List<ProviderStatus>>> list) {
      this.provider = provider;
      this.list = list;
    }

    static CompletableFuture<List<ProviderStatus>> failing() {
      return CompletableFuture.failedFuture(new IllegalStateException("discover"));
    }

    @Override
    public Set<String> providers() {
      return Set.of(provider);
    }

    @Override
    public CompletableFuture<List<ProviderStatus>> discover(Duration limit) {
      last = list.get();
      return last;
    }

    @Override
    public void call(Call call) {
      throw new IllegalStateException("nobody asks");
    }

    @Override
    public void close() {
      // Nothing is held.
    }
  }
}
