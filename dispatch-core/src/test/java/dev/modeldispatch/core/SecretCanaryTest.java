package dev.modeldispatch.core;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.urlMatching;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import com.github.tomakehurst.wiremock.http.Fault;
import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import dev.modeldispatch.core.internal.Json;
import dev.modeldispatch.testkit.SecretCanary;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * A canary key, prompt and answer through every dialect and every way that it can go; then every
 * text that the library made is searched for them, in a JVM of its own: its logs down to TRACE with
 * their context, its exceptions, its strings, its threads and properties.
 */
class SecretCanaryTest {
  private static final SecretCanary CANARY = SecretCanary.of(SecretCanaryTrial.SEED);
  private static final int WAYS_AT_ONCE = 20;

  /** All of them with {@code -Ddispatch.long=true}. */
  private static final List<Integer> STATUSES =
      Boolean.getBoolean("dispatch.long")
          ? List.of(301, 400, 401, 402, 403, 404, 408, 409, 413, 422, 429, 500, 502, 503, 529)
          : List.of(401, 429, 529);

  private static final Map<String, String> KEY_HEADERS =
      Map.of(
          "compatible", "Authorization",
          "azure", "api-key",
          "anthropic", "x-api-key",
          "gemini", "x-goog-api-key",
          "ollama", "Authorization");

  private static final Map<String, String> ANSWERS =
      Map.of(
          "compatible", "{'choices':[{'message':{'content':%s},'finish_reason':%s}]}",
          "azure", "{'choices':[{'message':{'content':%s},'finish_reason':%s}]}",
          "anthropic", "{'content':[{'type':'text','text':%s}],'stop_reason':%s}",
          "gemini", "{'candidates':[{'content':{'parts':[{'text':%s}]},'finishReason':%s}]}",
          "ollama", "{'message':{'content':%s},'done':true,'done_reason':%s}");

  private static final Map<String, String> NORMAL_ENDS =
      Map.of(
          "compatible", "stop",
          "azure", "stop",
          "anthropic", "end_turn",
          "gemini", "STOP",
          "ollama", "stop");

  private final WireMockServer server =
      new WireMockServer(
          WireMockConfiguration.options()
              .dynamicPort()
              .bindAddress("127.0.0.1")
              .containerThreads(100));
  private final List<String> ways = new ArrayList<>();

  @AfterEach
  void stop() {
    server.stop();
  }

  @Test
  void noTextHoldsTheKeyThePromptOrTheAnswer() throws Exception {
    server.start();
    script();

    String said = run();

    assertThat(said)
        .contains(
            "LOG DEBUG",
            "LIST Verdict",
            "TOOL === batch-dispatch to 5 models ===",
            "SAID answer ToolReply[",
            "SAID answer Answered",
            "SAID status-529-plain Failed",
            "SAID stream-error Failed",
            "SAID stream-cut Failed");
    said.lines()
        .forEach(
            line -> {
              if (line.startsWith("REPORT ")
                  || line.startsWith("LIST ")
                  || line.startsWith("TOOL ")) {
                CANARY.assertNoKeyIn("a report, a list or a tool's reply", line);
              } else {
                CANARY.collect("the library's texts", line);
              }
            });
    CANARY.assertUnseen();
  }

  @Test
  void keyIsInItsHeaderAloneAndNeverInTheUrlOrTheBody() throws Exception {
    server.start();
    answers("answer", CANARY.answer(), "");

    run();

    List<LoggedRequest> requests = server.findAll(anyRequestedFor(anyUrl()));
    assertThat(requests).hasSizeGreaterThan(4 * SecretCanaryTrial.TARGETS.size());
    for (LoggedRequest request : requests) {
      String provider = request.getUrl().split("/", -1)[1];
      CANARY.assertNoKeyIn("the URL", request.getUrl());
      CANARY.assertNoKeyIn("the body", request.getBodyAsString());
      assertThat(
              request.getHeaders().all().stream()
                  .filter(header -> header.values().toString().contains(CANARY.key()))
                  .map(header -> header.key()))
          .as(provider)
          .singleElement()
          .asString()
          .isEqualToIgnoringCase(KEY_HEADERS.get(provider));
    }
  }

  /** A few ways for each JVM, which has to end within a minute. */
  private String run() throws Exception {
    var said = new StringBuilder();
    for (int from = 0; from < ways.size(); from += WAYS_AT_ONCE) {
      List<Object> arguments = new ArrayList<>(List.of("http://127.0.0.1:" + server.port()));
      arguments.addAll(ways.subList(from, Math.min(ways.size(), from + WAYS_AT_ONCE)));
      said.append(Fork.run(SecretCanaryTrial.class, List.of(), arguments.toArray()));
    }
    return said.toString();
  }

  private void script() {
    String echo = CANARY.key() + " said " + CANARY.prompt();
    answers("answer", CANARY.answer(), "");
    answers("finish-key", "", CANARY.key());
    answers("finish-prompt", CANARY.answer(), CANARY.prompt());
    answers("cut", CANARY.answer(), "length");
    for (int status : STATUSES) {
      error("status-" + status + "-plain", status, echo);
    }
    error("escaped", 400, text(echo) + " " + text(text(echo)));
    error("encoded", 400, URLEncoder.encode(echo, StandardCharsets.UTF_8));
    error("key-alone", 401, "Incorrect API key provided: " + CANARY.key() + ". Get another.");
    error("prompt-alone", 400, "bad prompt: " + CANARY.prompt());
    error("inside-200", 200, echo);
    all("no-json", aResponse().withStatus(500).withBody("<h1>" + echo + "</h1>"));
    all("malformed", aResponse().withBody("{\"" + echo));
    all("type", aResponse().withBody("oops").withHeader("Content-Type", "text/" + CANARY.key()));
    all(
        "headers",
        aResponse()
            .withStatus(429)
            .withHeader("Retry-After", CANARY.key())
            .withHeader("x-ratelimit-reset-requests", CANARY.key())
            .withHeader("anthropic-ratelimit-requests-reset", CANARY.key())
            .withBody("{}"));
    String elsewhere = "http://127.0.0.1:9/" + CANARY.key();
    all("moved", aResponse().withStatus(302).withHeader("Location", elsewhere));
    all("reset", aResponse().withFault(Fault.CONNECTION_RESET_BY_PEER));
    all("broken", aResponse().withFault(Fault.MALFORMED_RESPONSE_CHUNK));
    all("garbage", aResponse().withFault(Fault.RANDOM_DATA_THEN_CLOSE));
    streams(echo);
    all("hang", aResponse().withFixedDelay(60_000));
  }

  /** Each provider answers this; it ends normally unless told otherwise. */
  private void answers(String way, String text, String finish) {
    way(way);
    ANSWERS.forEach(
        (provider, form) -> {
          String end = finish.isEmpty() ? NORMAL_ENDS.getOrDefault(provider, "") : finish;
          String body = form.replace('\'', '"').formatted(text(text), text(end));
          on(way, provider, aResponse().withBody(body));
        });
  }

  /** Each provider streams the answer's begin to those who listen, and then goes wrong. */
  private void streams(String echo) {
    streamed("stream-error", provider -> CanaryStreams.error(provider, answer(), text(echo)));
    streamed("stream-broken", provider -> CanaryStreams.broken(provider, answer(), echo));
    streamed("stream-cut", provider -> CanaryStreams.begun(provider, answer()));
  }

  private static String answer() {
    return text(CANARY.answer());
  }

  private void streamed(String way, UnaryOperator<String> body) {
    way(way);
    for (String provider : KEY_HEADERS.keySet()) {
      var reply = aResponse().withHeader("Content-Type", CanaryStreams.type(provider));
      on(way, provider, reply.withBody(body.apply(provider)));
    }
  }

  /** Each provider fails with a text, in every field that an error may have. */
  private void error(String way, int status, String message) {
    ObjectNode error = Json.object();
    for (String field : List.of("message", "type", "code", "status", "param", "reason")) {
      error.put(field, message);
    }
    ObjectNode body = Json.object().put("detail", message).put("request_id", message);
    body.set("error", error);
    String json = new String(Json.bytes(body), StandardCharsets.UTF_8);
    all(way, aResponse().withStatus(status).withBody(json));
    String plain =
        new String(Json.bytes(Json.object().put("error", message)), StandardCharsets.UTF_8);
    on(way, "ollama", aResponse().withStatus(status).withBody(plain));
  }

  private void all(String way, ResponseDefinitionBuilder reply) {
    way(way);
    KEY_HEADERS.keySet().forEach(provider -> on(way, provider, reply));
  }

  private void way(String way) {
    ways.add(way);
  }

  private void on(String way, String provider, ResponseDefinitionBuilder reply) {
    server.stubFor(any(urlMatching("/" + provider + "/" + way + "/.*")).willReturn(reply));
  }

  /** As JSON. */
  private static String text(String plain) {
    return Json.object().textNode(plain).toString();
  }
}
