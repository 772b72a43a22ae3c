package dev.modeldispatch.testkit.contract;

import dev.modeldispatch.connector.ModelConnector;
import java.net.URI;

class PlainConnectorContractTest extends ConnectorContract {
  @Override
  protected ModelConnector connectorTo(URI baseUri) {
    return new PlainConnector(baseUri);
  }
}
