package dev.modeldispatch.core;

import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import dev.modeldispatch.ApiKey;
import dev.modeldispatch.Prompt;
import dev.modeldispatch.Session;
import dev.modeldispatch.core.internal.Json;
import dev.modeldispatch.core.internal.JsonTrouble;
import java.net.URI;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What the second prompt of a conversation looks like in each dialect. */
class ConversationFormsTest {
  private static final ApiKey KEY = ApiKey.of("a-key-of-nobody-0123456789");

  private final WireMockServer server =
      new WireMockServer(WireMockConfiguration.options().dynamicPort().bindAddress("127.0.0.1"));

  /** A provider: what an answer of it is, and what it has to get then. */
  private enum Form {
    AZURE(
        "{'choices':[{'message':{'content':'Blue.'},'finish_reason':'stop'}]}",
        "{'model':'m','messages':[{'role':'system','content':'Be brief.'},"
            + "{'role':'user','content':'Which colour?'},"
            + "{'role':'assistant','content':'Blue.'},"
            + "{'role':'user','content':'Why?'}]}") {
      @Override
      ModelDispatchBuilder connect(ModelDispatchBuilder builder, URI base) {
        return builder.azure(base, KEY);
      }
    },
    ANTHROPIC(
        "{'content':[{'type':'text','text':'Blue.'}],'stop_reason':'end_turn'}",
        "{'model':'m','max_tokens':4096,'system':'Be brief.','messages':["
            + "{'role':'user','content':'Which colour?'},"
            + "{'role':'assistant','content':'Blue.'},"
            + "{'role':'user','content':'Why?'}]}") {
      @Override
      ModelDispatchBuilder connect(ModelDispatchBuilder builder, URI base) {
        return builder.anthropic(KEY, base);
      }
    },
    GEMINI(
        "{'candidates':[{'content':{'parts':[{'text':'Blue.'}]},'finishReason':'STOP'}]}",
        "{'systemInstruction':{'parts':[{'text':'Be brief.'}]},'contents':["
            + "{'role':'user','parts':[{'text':'Which colour?'}]},"
            + "{'role':'model','parts':[{'text':'Blue.'}]},"
            + "{'role':'user','parts':[{'text':'Why?'}]}]}") {
      @Override
      ModelDispatchBuilder connect(ModelDispatchBuilder builder, URI base) {
        return builder.gemini(KEY, base);
      }
    },
    OLLAMA(
        "{'message':{'role':'assistant','content':'Blue.'},'done':true,'done_reason':'stop'}",
        "{'model':'m','messages':[{'role':'system','content':'Be brief.'},"
            + "{'role':'user','content':'Which colour?'},"
            + "{'role':'assistant','content':'Blue.'},"
            + "{'role':'user','content':'Why?'}],'stream':false}") {
      @Override
      ModelDispatchBuilder connect(ModelDispatchBuilder builder, URI base) {
        return builder.ollama(base);
      }
    };

    private final String answer;
    private final String second;

    Form(String answer, String second) {
      this.answer = answer.replace('\'', '"');
      this.second = second.replace('\'', '"');
    }

    abstract ModelDispatchBuilder connect(ModelDispatchBuilder builder, URI base);
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
  void secondPromptStandsBehindTheFirstTurn(Form form) throws JsonTrouble {
    server.stubFor(any(anyUrl()).willReturn(okJson(form.answer)));
    String target = form.name().toLowerCase(Locale.ROOT) + "/m";
    URI base = URI.create("http://127.0.0.1:" + server.port());

    try (var models = form.connect(ModelDispatch.builder(), base).build()) {
      var first = Prompt.builder("Which colour?").system("Be brief.").session(Session.kept());
      Session session = models.ask(target, first.build()).session().orElseThrow();
      models.ask(target, Prompt.builder("Why?").session(session).build()).orElseThrow();
    }

    var bodies = server.findAll(anyRequestedFor(anyUrl()));
    assertThat(Json.parse(bodies.get(1).getBody())).isEqualTo(Json.parse(form.second));
  }
}
