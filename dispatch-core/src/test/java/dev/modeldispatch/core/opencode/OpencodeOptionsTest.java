package dev.modeldispatch.core.opencode;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.modeldispatch.Prompt;
import dev.modeldispatch.core.ModelDispatch;
import dev.modeldispatch.testkit.server.FakeOpencodeServer;
import dev.modeldispatch.testkit.server.ServerCall;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the options make of a prompt on the wire. */
class OpencodeOptionsTest {
  private final FakeOpencodeServer server = FakeOpencodeServer.start();

  @BeforeEach
  void script() {
    server.model("fake/ok").answers("fine");
  }

  @AfterEach
  void close() {
    server.close();
  }

  @Test
  void agentAndVariantGoWithTheMessage() {
    ServerCall call = ask(options().agent("review").variant("high"), Prompt.of("Judge."));

    JsonNode body = call.requestJson();
    assertThat(call.path()).endsWith("/message");
    assertThat(body.path("agent").asText()).isEqualTo("review");
    assertThat(body.path("variant").asText()).isEqualTo("high");
    assertThat(body.at("/model/providerID").asText()).isEqualTo("fake");
    assertThat(body.at("/parts/0/text").asText()).isEqualTo("Judge.");
  }

  @Test
  void commandHasThePromptAsItsArguments() {
    ServerCall call = ask(options().command("review"), Prompt.of("the last commit"));

    JsonNode body = call.requestJson();
    assertThat(call.path()).endsWith("/command");
    assertThat(body.path("command").asText()).isEqualTo("review");
    assertThat(body.path("arguments").asText()).isEqualTo("the last commit");
    assertThat(body.path("model").asText()).isEqualTo("fake/ok");
  }

  @Test
  void directoryIsToldToTheServer() {
    ask(options().directory("/srv/project one"), Prompt.of("Judge."));

    assertThat(server.calls())
        .filteredOn(call -> call.path().startsWith("/session"))
        .isNotEmpty()
        .extracting(ServerCall::path)
        .allMatch(path -> path.contains("directory=%2Fsrv%2Fproject%20one"));
  }

  @Test
  void whatACommandCannotTakeIsNoted() {
    try (var models = ModelDispatch.builder().opencode(options().command("x").build()).build()) {
      var result = models.ask("fake/ok", Prompt.builder("hi").system("Be short.").build());

      assertThat(result.isAnswered()).isTrue();
      assertThat(result.notes()).anyMatch(note -> note.contains("command takes no system text"));
    }
  }

  private OpencodeOptions.Builder options() {
    return OpencodeOptions.builder(server.baseUri());
  }

  private ServerCall ask(OpencodeOptions.Builder options, Prompt prompt) {
    try (var models = ModelDispatch.builder().opencode(options.build()).build()) {
      assertThat(models.ask("fake/ok", prompt).isAnswered()).isTrue();
    }
    return server.promptCalls().get(0);
  }
}
