package dev.modeldispatch.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.modeldispatch.Failure;
import dev.modeldispatch.FailureKind;
import dev.modeldispatch.Prompt;
import dev.modeldispatch.testkit.server.FakeOpencodeServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class FailureRuleTest {
  private static final String BODY =
      "{\"error\":{\"code\":\"budget_gone\",\"message\":\"The monthly pool is dry.\"}}";

  @RegisterExtension final Wire wire = new Wire();
  private int asked;

  @Test
  void usersRuleComesBeforeTheStandardOnes() {
    var failure =
        ask(
            429,
            FailureRule.as(FailureKind.OVERLOADED).status(503).build(),
            FailureRule.as(FailureKind.QUOTA_EXHAUSTED)
                .provider("fake")
                .status(429)
                .code("BUDGET_GONE")
                .text("Monthly Pool")
                .retryable(false)
                .hint("Refill the pool.")
                .build());

    assertThat(failure.kind()).isEqualTo(FailureKind.QUOTA_EXHAUSTED);
    assertThat(failure.evidence())
        .isEqualTo("user rule 2: 429 + code budget_gone + text 'Monthly Pool'");
    assertThat(failure.hint()).isEqualTo("Refill the pool.");
    assertThat(failure.retryable()).isFalse();
  }

  @Test
  void ruleFitsOnlyIfAllThatItNamesFits() {
    var others =
        new FailureRule[] {
          FailureRule.as(FailureKind.UNKNOWN).provider("other").status(429).build(),
          FailureRule.as(FailureKind.UNKNOWN).status(429).code("other").build(),
          FailureRule.as(FailureKind.UNKNOWN).status(400).code("budget_gone").build(),
          FailureRule.as(FailureKind.UNKNOWN).status(429).text("yearly pool").build()
        };

    assertThat(ask(429, others).evidence()).isEqualTo("429");
  }

  @Test
  void anyOfSeveralStatusesCodesOrTextsFits() {
    var rule =
        FailureRule.as(FailureKind.QUOTA_EXHAUSTED)
            .status(400)
            .status(429)
            .code("no_budget")
            .code("budget_gone")
            .text("is empty")
            .text("is dry")
            .build();

    assertThat(ask(429, rule).evidence())
        .isEqualTo("user rule 1: 429 + code budget_gone + text 'is dry'");
  }

  @Test
  void usersWordOnAnotherTryWinsOverTheKinds() {
    var rule = FailureRule.as(FailureKind.INVALID_REQUEST).status(429).retryable(true).build();

    assertThat(ask(429, rule).retryable()).isTrue();
  }

  @Test
  void textThatThePromptHoldsProvesNothing() {
    var rule = FailureRule.as(FailureKind.QUOTA_EXHAUSTED).text("pool is dry").build();

    assertThat(ask(400, Prompt.of("Why? 'POOL  IS dry'"), rule).kind())
        .isEqualTo(FailureKind.INVALID_REQUEST);
    assertThat(ask(400, Prompt.of("Why?"), rule).kind()).isEqualTo(FailureKind.QUOTA_EXHAUSTED);
  }

  @Test
  void usersRuleReachesTheSessionServersErrors() {
    try (var server = FakeOpencodeServer.start();
        var models =
            ModelDispatch.builder()
                .opencode(server.baseUri())
                .failureRules(
                    FailureRule.as(FailureKind.QUOTA_EXHAUSTED)
                        .provider("anthropic")
                        .code("SomePluginError")
                        .build())
                .build()) {
      server.model("anthropic/x").fails("SomePluginError", "no");

      var failure = models.ask("anthropic/x", "Why?").unanswered().orElseThrow().failure();

      assertThat(failure.kind()).isEqualTo(FailureKind.QUOTA_EXHAUSTED);
      assertThat(failure.evidence()).startsWith("user rule 1: ").endsWith("code SomePluginError");
      assertThat(failure.retryable()).isFalse();
    }
  }

  @Test
  void allThatIsWrongIsToldAtOnce() {
    var rule =
        FailureRule.as(FailureKind.QUOTA_EXHAUSTED)
            .status(99)
            .status(600)
            .code(" ")
            .text("...")
            .provider("")
            .hint(" ");

    assertThatIllegalArgumentException()
        .isThrownBy(rule::build)
        .withMessageStartingWith("failure rule: 6 problems: ")
        .withMessageContainingAll(
            "status 99 must be 100 to 599",
            "status 600",
            "code is blank",
            "text '...' needs a letter or digit",
            "provider is blank",
            "hint is blank");
  }

  @Test
  void ruleWithoutAConditionIsRefused() {
    var rule = FailureRule.as(FailureKind.QUOTA_EXHAUSTED).provider("fake").retryable(false);

    assertThatIllegalArgumentException()
        .isThrownBy(rule::build)
        .withMessageContaining("no condition; add .status(429), .code(\"..\") or .text(\"..\")");
  }

  @Test
  @SuppressWarnings("NullAway") // what a caller without the checker can write
  void ruleWithoutAKindIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> FailureRule.as(null).build())
        .withMessageStartingWith("failure rule: 2 problems: no kind; ")
        .withMessageContaining("no condition");
  }

  @ParameterizedTest
  @EnumSource(
      value = FailureKind.class,
      names = {"CANCELLED", "DEADLINE_EXCEEDED", "CIRCUIT_OPEN", "OVERLOADED_LOCALLY"})
  void whatThisProcessDecidesNoServerCanTell(FailureKind kind) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> FailureRule.as(kind).status(500).build())
        .withMessageContaining("kind " + kind.code() + " is what this process decides");
  }

  @Test
  void ruleShowsItsConditions() {
    var rule =
        FailureRule.as(FailureKind.UNKNOWN).provider("p").status(400).code("c").text("t").build();

    assertThat(rule)
        .hasToString("FailureRule[unknown, provider p, status [400], code [c], text [t]]");
  }

  private Failure ask(int status, FailureRule... rules) {
    return ask(status, Prompt.of("Why is that?"), rules);
  }

  private Failure ask(int status, Prompt prompt, FailureRule... rules) {
    String model = "m" + asked++;
    wire.server().model(model).fails(status, BODY);
    return wire.dispatcher(wire.builder().failureRules(rules))
        .dispatch(Wire.target(model), prompt)
        .unanswered()
        .orElseThrow()
        .failure();
  }
}
