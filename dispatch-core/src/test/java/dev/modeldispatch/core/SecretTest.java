package dev.modeldispatch.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.modeldispatch.ApiKey;
import dev.modeldispatch.FailureKind;
import dev.modeldispatch.testkit.server.FakeModelServer;
import dev.modeldispatch.testkit.server.Fault;
import dev.modeldispatch.testkit.server.Oddity;
import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A canary key, prompt and answer, and every text that the library makes of them. */
class SecretTest {
  private final FakeModelServer server = FakeModelServer.start();

  @AfterEach
  void close() {
    server.close();
  }

  @Test
  void noTextHoldsTheKeyThePromptOrTheAnswer() throws Exception {
    script();

    String said = Fork.run(SecretTrial.class, List.of(), server.baseUri());

    assertThat(said).contains("asked 16 models", "LOG DEBUG", "LOG WARN");
    assertThat(said).doesNotContain(SecretTrial.KEY, SecretTrial.PROMPT);
    assertThat(said.lines().filter(line -> line.contains(SecretTrial.ANSWER)))
        .isNotEmpty()
        .allSatisfy(line -> assertThat(line).startsWith("REPORT "));
  }

  @Test
  void keyWithALineBreakIsRefusedBeforeAnybodyQuotesIt() {
    assertThatThrownBy(() -> ApiKey.of(SecretTrial.KEY + "\n"))
        .isInstanceOf(IllegalArgumentException.class)
        .message()
        .doesNotContain(SecretTrial.KEY)
        .contains("visible ASCII");
  }

  private void script() {
    String echo = SecretTrial.KEY + " said " + SecretTrial.PROMPT;
    server.model("answers").answers(SecretTrial.ANSWER);
    server.model("key-echo").fails(401, error("Incorrect API key: " + SecretTrial.KEY, "code"));
    server.model("prompt-echo").fails(400, error("bad prompt: " + SecretTrial.PROMPT, "code"));
    server.model("both-echo").fails(500, error(echo, echo));
    server.model("code-echo").fails(429, error("slow down", SecretTrial.KEY));
    server.model("no-json").plays(Fault.body("oops: " + echo));
    server.model("finish").answersJson(finishedAs(SecretTrial.KEY));
    server.model("finish-prompt").answersJson(finishedAs(SecretTrial.PROMPT));
    server.model("type").plays(Fault.contentType("text/" + SecretTrial.KEY));
    server.model("type-no-json").header("Content-Type", echo).answersJson("oops");
    server.model("cut").answers(SecretTrial.ANSWER, Oddity.FINISH_LENGTH);
    server.model("reset").plays(Fault.reset());
    server.model("gone").answers(SecretTrial.ANSWER, Fault.cutAfter(300));
    server
        .model("moved")
        .plays(Fault.redirect(URI.create("http://127.0.0.1:9/" + SecretTrial.KEY)));
    server.model("limited").fails(FailureKind.RATE_LIMITED);
    server.model("hung").hangs();
  }

  private static String error(String message, String code) {
    return "{\"error\":{\"message\":\"" + message + "\",\"code\":\"" + code + "\"}}";
  }

  private static String finishedAs(String word) {
    return "{\"choices\":[{\"finish_reason\":\"" + word + "\",\"message\":{\"content\":\"\"}}]}";
  }
}
