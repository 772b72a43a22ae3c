package dev.modeldispatch.core.provider;

import dev.modeldispatch.ApiKey;
import dev.modeldispatch.connector.ModelConnector;
import dev.modeldispatch.core.http.BaseUrl;
import dev.modeldispatch.core.http.HttpLimits;
import dev.modeldispatch.core.http.HttpTransport;
import dev.modeldispatch.core.internal.DispatchThreads;
import dev.modeldispatch.core.internal.MonotonicTime;
import dev.modeldispatch.testkit.contract.ConnectorContract;
import dev.modeldispatch.testkit.server.FakeModelServer.Dialect;
import java.net.URI;
import java.util.concurrent.ScheduledExecutorService;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;

/** The contract of connectors, kept in each dialect. */
class ProviderConnectorContractTest {
  private static final ApiKey KEY = ApiKey.of("key-of-the-contract");

  /** A plug that is opened for one test, and its tools. */
  abstract static class Direct extends ConnectorContract {
    private final ScheduledExecutorService timers = DispatchThreads.timers();
    private final Dialect dialect;
    final MonotonicTime clock = MonotonicTime.start();
    final HttpTransport transport = HttpTransport.open(HttpLimits.STANDARD, timers, clock);

    Direct(Dialect dialect) {
      this.dialect = dialect;
    }

    abstract ModelConnector connectorTo(BaseUrl base);

    @Override
    protected Dialect dialect() {
      return dialect;
    }

    @Override
    protected ModelConnector connectorTo(URI baseUri) {
      return connectorTo(BaseUrl.of(baseUri));
    }

    @AfterEach
    void closeTools() {
      transport.close();
      timers.shutdownNow();
    }
  }

  @Nested
  class OpenAi extends Direct {
    OpenAi() {
      super(Dialect.OPENAI);
    }

    @Override
    ModelConnector connectorTo(BaseUrl base) {
      return ProviderConnector.openAiCompatible("fake", base, transport, clock);
    }
  }

  @Nested
  class Anthropic extends Direct {
    Anthropic() {
      super(Dialect.ANTHROPIC);
    }

    @Override
    ModelConnector connectorTo(BaseUrl base) {
      return ProviderConnector.anthropic(base, KEY, transport, clock);
    }
  }

  @Nested
  class Gemini extends Direct {
    Gemini() {
      super(Dialect.GEMINI);
    }

    @Override
    ModelConnector connectorTo(BaseUrl base) {
      return ProviderConnector.gemini(base, KEY, transport, clock);
    }
  }

  @Nested
  class Ollama extends Direct {
    Ollama() {
      super(Dialect.OLLAMA);
    }

    @Override
    ModelConnector connectorTo(BaseUrl base) {
      return ProviderConnector.ollama(base, transport, clock);
    }
  }
}
