package dev.modeldispatch.samples.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.modeldispatch.testkit.server.FakeModelServer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What goes over the wire, message by message. */
@Timeout(20)
class ServingTest {
  private static final Duration LIMIT = Duration.ofSeconds(10);

  private final FakeModelServer server = FakeModelServer.start();

  @AfterEach
  void stop() {
    server.close();
  }

  private InProcess open(Path folder) throws Exception {
    return new InProcess(folder, Messages.configuration(server.baseUri())).greeted();
  }

  @Test
  void eachTargetThatEndsIsToldOnceBeforeTheAnswer(@TempDir Path folder) throws Exception {
    server.model("one").answers("First.");
    server.model("two").after(Duration.ofMillis(150)).answers("Second.");
    server.model("three").fails(400);
    try (var client = open(folder)) {
      var request = Messages.batch(7, "Compare", List.of("one", "two", "three"));
      request.withObject("/params/_meta").put("progressToken", "token-7");

      client.say(request);
      var told = new ArrayList<JsonNode>();
      JsonNode message = client.next();
      for (; message.path("id").isMissingNode(); message = client.next()) {
        told.add(message.path("params"));
      }

      assertThat(told)
          .extracting(step -> step.path("progressToken").asText())
          .containsOnly("token-7");
      assertThat(told).extracting(step -> step.path("progress").asInt()).containsExactly(1, 2, 3);
      assertThat(told).extracting(step -> step.path("total").asInt()).containsOnly(3);
      assertThat(told.get(2).path("message").asText()).startsWith("local/two answered (");
      assertThat(message.path("result").path("isError").asBoolean()).isFalse();
    }
  }

  @Test
  void targetsAndRoutesOfTheFileAreAsked(@TempDir Path folder) throws Exception {
    server.model("one").answers("First.");
    server.model("two").answers("Second.");
    ObjectNode file = (ObjectNode) Messages.JSON.readTree(Messages.configuration(server.baseUri()));
    file.putArray("targets").add("local/one").add("local/two");
    file.withObject("/routes/tasks").put("research", "local/two");
    try (var client = new InProcess(folder, file.toString()).greeted()) {
      client.say(Messages.call(1, "batch-dispatch", "{\"prompt\":\"?\",\"pattern\":\"default\"}"));
      assertThat(client.next().toString()).contains("Models: local/one, local/two");

      client.say(Messages.call(2, "dispatch", "{\"prompt\":\"?\",\"taskType\":\"research\"}"));
      assertThat(client.next().toString()).contains("from local/two [routed: research]");
    }
  }

  @Test
  void callWithoutTokenTellsNoProgress(@TempDir Path folder) throws Exception {
    server.model("one").answers("First.");
    server.model("two").answers("Second.");
    try (var client = open(folder)) {
      client.say(Messages.batch(7, "Compare", List.of("one", "two")));

      assertThat(client.next().path("id").asInt()).isEqualTo(7);
    }
  }

  @Test
  void cancelledRequestClosesTheSocketsAndIsNotAnswered(@TempDir Path folder) throws Exception {
    server.model("slow").hangs();
    server.model("slower").hangs();
    try (var client = open(folder)) {
      client.say(Messages.batch(7, "Compare", List.of("slow", "slower")));
      server.awaitRequests(2, LIMIT);

      client.say(Messages.cancel(7));
      server.awaitClientClose("slow", LIMIT);
      server.awaitClientClose("slower", LIMIT);
      client.say(Messages.request(8, "ping"));

      assertThat(client.next().path("id").asInt()).isEqualTo(8);
    }
  }

  @Test
  void cancelOfOneRequestLeavesTheOthersAlone(@TempDir Path folder) throws Exception {
    server.model("slow").hangs();
    server.model("one").after(Duration.ofMillis(200)).answers("First.");
    try (var client = open(folder)) {
      client.say(Messages.batch(7, "Compare", List.of("slow", "slow")));
      client.say(Messages.batch(8, "Compare", List.of("one", "one")));
      server.awaitRequests(4, LIMIT);

      client.say(Messages.cancel(7));
      client.say(Messages.cancel(99));

      assertThat(client.next().path("result").toString()).contains("Success: 2/2");
    }
  }

  @Test
  void lineThatIsNoMessageChangesNothingForTheNext(@TempDir Path folder) throws Exception {
    try (var client = open(folder)) {
      client.say("{\"jsonrpc\":\"2.0\",");
      client.say("null");
      client.say("[]");
      client.say("");
      client.say(Messages.request(8, "ping"));

      assertThat(client.next().path("id").asInt()).isEqualTo(8);
    }
  }

  @Test
  void wrongArgumentsAreAnAnswerThatTheModelReads(@TempDir Path folder) throws Exception {
    try (var client = open(folder)) {
      var request = Messages.batch(7, " ", List.of("one"));
      request.withObject("/params/arguments").put("time-out", 3);

      client.say(request);
      JsonNode answer = client.next();

      assertThat(answer.path("error").isMissingNode()).isTrue();
      assertThat(answer.path("result").path("isError").asBoolean()).isTrue();
      assertThat(answer.path("result").path("content").path(0).path("text").asText())
          .startsWith("[batch-dispatch error] invalid_request: 3 problems: ")
          .contains("did you mean timeout?", "prompt must not be blank", "at least 2 models");
    }
  }

  @Test
  void endOfTheInputCancelsWhatRunsAndLeavesNoThread(@TempDir Path folder) throws Exception {
    server.model("slow").hangs();
    try (var client = open(folder)) {
      client.say(Messages.batch(7, "Compare", List.of("slow", "slow")));
      server.awaitRequests(2, LIMIT);

      int exit = client.end();
      server.awaitClientClose("slow", LIMIT);

      assertThat(exit).isEqualTo(McpDispatch.FINE);
      for (Thread thread : Thread.getAllStackTraces().keySet()) {
        if (thread.getName().startsWith("dispatch-")) {
          thread.join(1_000); // they end on their own once the front door is closed
          assertThat(thread.isAlive()).as(thread.getName()).isFalse();
        }
      }
    }
  }
}
