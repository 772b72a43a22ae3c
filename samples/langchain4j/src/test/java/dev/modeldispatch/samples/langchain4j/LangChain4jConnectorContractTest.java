package dev.modeldispatch.samples.langchain4j;

import dev.langchain4j.model.openai.OpenAiChatModel;
import dev.modeldispatch.connector.ModelConnector;
import dev.modeldispatch.testkit.contract.ConnectorContract;
import java.net.URI;
import org.junit.jupiter.api.extension.ExtendWith;

/** A LangChain4j model keeps what a connector keeps, but for what is named with its reason. */
@ExtendWith(NotForLangChain4j.class)
class LangChain4jConnectorContractTest extends ConnectorContract {
  @Override
  protected ModelConnector connectorTo(URI baseUri) {
    var model =
        OpenAiChatModel.builder()
            .baseUrl(baseUri.toString())
            .apiKey("key-of-the-contract")
            .maxRetries(0)
            .build();
    return new LangChain4jConnector("langchain4j", model);
  }
}
