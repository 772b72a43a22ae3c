package dev.modeldispatch.core.fleet;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static dev.modeldispatch.core.fleet.OppiPlug.failure;
import static dev.modeldispatch.core.fleet.OppiPlug.soon;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.http.Fault;
import dev.modeldispatch.FailureKind;
import dev.modeldispatch.Usage;
import dev.modeldispatch.core.fleet.SessionState.Status;
import dev.modeldispatch.testkit.server.FakeModelServer;
import java.math.BigDecimal;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Answers that the fake oppi server does not give. */
class OppiAnswersTest {
  private static final String TOKEN = "tok-1234567890-secret";
  private static final SessionServer.Key SESSION = new SessionServer.Key("w", "s1");

  private final FakeModelServer http = FakeModelServer.start();
  private final OppiPlug plug = new OppiPlug(http.baseUri(), TOKEN);

  @AfterEach
  void close() {
    plug.close();
    http.close();
  }

  private void answers(int status, String body) {
    http.wireMock()
        .stubFor(any(anyUrl()).willReturn(aResponse().withStatus(status).withBody(body)));
  }

  private void tells(String session) {
    answers(200, "{\"session\":" + session.replace('\'', '"') + "}");
  }

  @ParameterizedTest
  @CsvSource({
    "starting, STARTING",
    "ready, READY",
    "busy, BUSY",
    "stopping, STOPPING",
    "stopped, STOPPED",
    "error, ERROR",
    "dreaming, BUSY"
  })
  void aStatusIsReadAndAnUnknownOneIsNoRest(String told, Status status) {
    tells("{'id':'s1','status':'" + told + "'}");

    assertThat(soon(plug.server().look(SESSION)).status()).isEqualTo(status);
  }

  @Test
  void tokensAndCostAreTheUsage() {
    tells(
        "{'status':'ready','cost':0.25,'tokens':{'input':10,'output':5,'cacheRead':100,"
            + "'cacheWrite':7}}");

    assertThat(soon(plug.server().look(SESSION)).usage())
        .isEqualTo(
            new Usage(
                117, 5, 0, 100, 7, Usage.Certainty.EXACT, Optional.of(new BigDecimal("0.25"))));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'status':'ready'}",
        "{'status':'ready','tokens':'many','cost':'much'}",
        "{'status':'ready','tokens':[1],'cost':-1}"
      },
      quoteCharacter = '`')
  void usageThatIsNotToldIsUnknown(String session) {
    tells(session);

    assertThat(soon(plug.server().look(SESSION)).usage()).isEqualTo(Usage.unknown());
  }

  @ParameterizedTest
  @CsvSource({
    "400, INVALID_REQUEST, false",
    "401, AUTH_REJECTED, false",
    "403, PERMISSION_DENIED, false",
    "404, INVALID_REQUEST, false",
    "307, INVALID_REQUEST, false",
    "429, OVERLOADED, true",
    "500, SERVER_ERROR, true",
    "503, SERVER_ERROR, true"
  })
  void aStatusNamesTheFailureAndHostileWordsAreItsDetail(
      int status, FailureKind kind, boolean retryable) {
    answers(status, "{\"error\":\"bad\\u001b[31m " + TOKEN + " Bearer abcdefgh\"}");

    var why = failure(plug.server().place("w"));

    assertThat(why.kind()).isEqualTo(kind);
    assertThat(why.retryable()).isEqualTo(retryable);
    assertThat(why.httpStatus()).hasValue(status);
    assertThat(why.detail()).contains("bad\\u001b[31m **** ****");
    assertThat(new SessionException(why).toString()).doesNotContain("bad", TOKEN);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {"<html>", "[]", "{}", "{\"session\":{}}", "{\"session\":{\"status\":1}}"},
      quoteCharacter = '`')
  void whatIsNoSessionIsMalformed(String body) {
    answers(200, body);

    assertThat(failure(plug.server().look(SESSION)).kind())
        .isEqualTo(FailureKind.MALFORMED_RESPONSE);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {"{}", "{\"session\":{\"id\":\"..\",\"status\":\"ready\"}}"},
      quoteCharacter = '`')
  void aSessionThatWasMadeNeedsAnId(String body) {
    answers(201, body);

    assertThat(failure(plug.server().create(opening())).kind())
        .isEqualTo(FailureKind.MALFORMED_RESPONSE);
  }

  @Test
  void aConnectionThatBreaksIsLost() {
    http.wireMock()
        .stubFor(any(anyUrl()).willReturn(aResponse().withFault(Fault.CONNECTION_RESET_BY_PEER)));

    var why = failure(plug.server().create(opening()));

    assertThat(why.kind()).isEqualTo(FailureKind.CONNECTION_LOST);
    assertThat(why.retryable()).isTrue();
  }

  private static SessionServer.Opening opening() {
    return new SessionServer.Opening(OppiPlug.PLACE, "n", Optional.empty(), Optional.empty());
  }

  @Test
  void theServerOfAnotherKindOpensNoStream() {
    answers(404, "");

    assertThat(failure(plug.server().watch(SESSION, state -> {})).kind())
        .isEqualTo(FailureKind.INVALID_REQUEST);
  }

  @Test
  void theTokenIsInNoText() {
    answers(401, "{\"error\":\"" + TOKEN + "\"}");

    var why = failure(plug.server().look(SESSION));

    assertThat(plug.server().toString() + plug.server().shown()).doesNotContain(TOKEN);
    assertThat(why + why.hint() + why.detail() + why.evidence()).doesNotContain(TOKEN);
  }
}
