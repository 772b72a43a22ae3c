package dev.modeldispatch.core.opencode;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.modeldispatch.ModelTarget;
import dev.modeldispatch.Prompt;
import dev.modeldispatch.core.internal.Json;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the connector sends and reads is in the server's own document. */
@Tag("opencode")
@ExtendWith(WithOpencode.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ServerDocLiveTest {
  private static final ModelTarget TARGET = ModelTarget.parse("fake/ok");
  private static final Prompt FULL =
      Prompt.builder("Hi").system("Be brief.").jsonSchema("{\"type\":\"object\"}").build();
  private static final URI ANYWHERE = URI.create("http://127.0.0.1:1");

  private LiveRig rig;
  private ServerDoc doc;

  @BeforeAll
  void readTheDocument() {
    rig = LiveRig.start(Upstream.start().model("ok", (stage, r, n) -> stage.answer("Hello")));
    doc = new ServerDoc(rig.get("/doc"));
  }

  @AfterAll
  void stopServer() {
    rig.close();
  }

  @ParameterizedTest
  @CsvSource({
    "get, /global/health",
    "get, /global/event",
    "get, /provider",
    "get, /config/providers",
    "get, /session",
    "post, /session",
    "delete, /session/{id}",
    "post, /session/{id}/message",
    "get, /session/{id}/message",
    "post, /session/{id}/command",
    "post, /session/{id}/abort",
    "get, /session/{id}",
    "patch, /session/{id}",
    "get, /session/{id}/children",
    "post, /session/{id}/prompt_async",
    "get, /permission",
    "get, /question",
    "get, /session/status",
    "post, /permission/{id}/reply",
    "post, /question/{id}/reject"
  })
  void callIsInTheDocument(String method, String path) {
    assertThat(doc.operation(method, path)).isPresent();
  }

  @Test
  void sessionRequestFits() {
    assertFits(Requests.session(TARGET, FULL), "/session");
  }

  @Test
  void agentSessionRequestFits() {
    assertFits(AgentWords.session("An agent"), "/session");
  }

  @Test
  void agentPromptRequestFits() {
    var options = OpencodeOptions.builder(ANYWHERE).agent("build").build();
    var worker = new OpencodeSessions.Worker(Optional.of(TARGET), Optional.of("high"));

    assertFits(AgentWords.prompt(worker, options, "Hi"), "/session/{id}/prompt_async");
  }

  @Test
  void promptRequestFits() {
    var options = OpencodeOptions.builder(ANYWHERE).agent("dispatch").variant("high").build();

    assertFits(Requests.body(TARGET, FULL, options), "/session/{id}/message");
  }

  @Test
  void commandRequestFits() {
    var options = OpencodeOptions.builder(ANYWHERE).command("review").build();

    assertFits(Requests.body(TARGET, FULL, options), "/session/{id}/command");
  }

  @Test
  void rejectionFits() {
    assertFits(Json.object().put("reply", "reject"), "/permission/{id}/reply");
  }

  @Test
  void aRequestThatDoesNotFitIsNoticed() {
    JsonNode schema = doc.requestSchema("post", "/session/{id}/message");

    assertThat(doc.problems(Json.object().put("parts", 1), schema, "body")).isNotEmpty();
    assertThat(doc.problems(Json.object(), schema, "body")).isNotEmpty();
    assertThat(doc.describes(doc.replySchema("get", "/global/health"), "nothing")).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "get, /global/health, healthy",
    "get, /provider, connected.*",
    "get, /provider, all.*.id",
    "get, /config/providers, providers.*.id",
    "get, /config/providers, providers.*.models.*.limit.context",
    "get, /config/providers, providers.*.models.*.limit.output",
    "post, /session, id",
    "post, /session/{id}/message, info.role",
    "post, /session/{id}/message, info.finish",
    "post, /session/{id}/message, info.structured",
    "post, /session/{id}/message, info.summary",
    "post, /session/{id}/message, info.cost",
    "post, /session/{id}/message, info.error.name",
    "post, /session/{id}/message, info.error.data.message",
    "post, /session/{id}/message, info.error.data.statusCode",
    "post, /session/{id}/message, info.error.data.responseBody",
    "post, /session/{id}/message, info.tokens.total",
    "post, /session/{id}/message, info.tokens.input",
    "post, /session/{id}/message, info.tokens.output",
    "post, /session/{id}/message, info.tokens.reasoning",
    "post, /session/{id}/message, info.tokens.cache.read",
    "post, /session/{id}/message, info.tokens.cache.write",
    "post, /session/{id}/message, parts.*.type",
    "post, /session/{id}/message, parts.*.text",
    "get, /session/{id}/message, *.info.time.completed",
    "get, /session/{id}/message, *.parts.*.text",
    "get, /session/status, *.type",
    "get, /session/status, *.next",
    "get, /session/status, *.message"
  })
  void whatIsReadIsInTheReply(String method, String path, String read) {
    assertThat(doc.describes(doc.replySchema(method, path), read)).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "server.connected, type",
    "message.updated, properties.info.sessionID",
    "message.updated, properties.info.id",
    "message.updated, properties.info.role",
    "message.updated, properties.info.finish",
    "message.part.updated, properties.part.sessionID",
    "message.part.updated, properties.part.messageID",
    "message.part.updated, properties.part.type",
    "message.part.delta, properties.sessionID",
    "message.part.delta, properties.messageID",
    "message.part.delta, properties.partID",
    "message.part.delta, properties.field",
    "message.part.delta, properties.delta",
    "session.error, properties.sessionID",
    "session.error, properties.error.name",
    "session.status, properties.status.type",
    "session.status, properties.status.next",
    "session.idle, properties.sessionID",
    "permission.asked, properties.id",
    "permission.asked, properties.sessionID",
    "question.asked, properties.id",
    "question.asked, properties.sessionID"
  })
  void whatIsHeardIsInTheDocument(String type, String read) {
    assertThat(doc.event(type))
        .hasValueSatisfying(e -> assertThat(doc.describes(e, read)).isTrue());
  }

  private void assertFits(JsonNode body, String path) {
    List<String> problems = doc.problems(body, doc.requestSchema("post", path), "body");

    assertThat(problems).isEmpty();
  }
}
