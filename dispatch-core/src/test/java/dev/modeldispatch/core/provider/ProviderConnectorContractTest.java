package dev.modeldispatch.core.provider;

import dev.modeldispatch.connector.ModelConnector;
import dev.modeldispatch.core.http.BaseUrl;
import dev.modeldispatch.core.http.HttpLimits;
import dev.modeldispatch.core.http.HttpTransport;
import dev.modeldispatch.core.internal.DispatchThreads;
import dev.modeldispatch.core.internal.MonotonicTime;
import dev.modeldispatch.testkit.contract.ConnectorContract;
import java.net.URI;
import java.util.concurrent.ScheduledExecutorService;
import org.junit.jupiter.api.AfterEach;

class ProviderConnectorContractTest extends ConnectorContract {
  private final ScheduledExecutorService timers = DispatchThreads.timers();
  private final MonotonicTime clock = MonotonicTime.start();
  private final HttpTransport transport = HttpTransport.open(HttpLimits.STANDARD, timers, clock);

  @AfterEach
  void close() {
    transport.close();
    timers.shutdownNow();
  }

  @Override
  protected ModelConnector connectorTo(URI baseUri) {
    return ProviderConnector.openAiCompatible("fake", BaseUrl.of(baseUri), transport, clock);
  }
}
