package dev.modeldispatch.core.opencode;

import static org.assertj.core.api.Assertions.assertThat;

import dev.modeldispatch.Failure;
import dev.modeldispatch.FailureKind;
import dev.modeldispatch.ModelTarget;
import dev.modeldispatch.core.failure.CorpusAssert;
import dev.modeldispatch.core.failure.CorpusFile;
import dev.modeldispatch.core.failure.FailureRules;
import dev.modeldispatch.core.failure.RemoteText;
import dev.modeldispatch.core.failure.Rule;
import dev.modeldispatch.core.internal.Json;
import dev.modeldispatch.core.internal.JsonTrouble;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ServerErrorsTest {
  private static final ModelTarget TARGET = ModelTarget.of("openai", "m");
  private static final String LIMITED =
      """
      {"name":"APIError","data":{"message":"slow","statusCode":429,"isRetryable":true,
       "responseBody":"{\\"error\\":{\\"code\\":\\"budget_gone\\"}}"}}""";

  static List<CorpusFile> files() {
    return CorpusFile.all().stream().filter(f -> f.provider().equals("opencode")).toList();
  }

  @ParameterizedTest
  @MethodSource("files")
  void errorGetsItsName(CorpusFile file) throws JsonTrouble {
    CorpusAssert.check(file, named(FailureRules.standard(), file.body()));
  }

  @Test
  void usersRuleComesFirstAndNothingIsAskedAgain() throws JsonTrouble {
    var failure = named(ruled("budget_gone"), LIMITED);

    assertThat(failure.kind()).isEqualTo(FailureKind.QUOTA_EXHAUSTED);
    assertThat(failure.evidence()).isEqualTo("user rule 1: 429 + code budget_gone");
    assertThat(failure.retryable()).isFalse();
  }

  @Test
  void usersRuleKnowsTheServersOwnNames() throws JsonTrouble {
    var failure = named(ruled("SomePluginError"), "{\"name\":\"SomePluginError\",\"data\":{}}");

    assertThat(failure.evidence()).isEqualTo("user rule 1: code SomePluginError");
  }

  @Test
  void usersRuleMayAskAgain() throws JsonTrouble {
    var rule =
        Rule.of(FailureKind.SERVER_ERROR, Optional.empty(), List.of(429), List.of(), List.of())
            .saying(Optional.of(true), Optional.of("Wait for the pool."));

    var failure = named(FailureRules.behind(List.of(rule)), LIMITED);

    assertThat(failure.retryable()).isTrue();
    assertThat(failure.hint()).isEqualTo("Wait for the pool.");
  }

  @Test
  void retryStateIsNamedByAUsersRuleToo() {
    var rule =
        Rule.of(
            FailureKind.QUOTA_EXHAUSTED,
            Optional.empty(),
            List.of(),
            List.of(),
            List.of("monthly pool"));
    var errors =
        new ServerErrors(
            TARGET,
            RemoteText.filter(List.of(), List.of()),
            FailureRules.behind(List.of(rule)),
            Instant.EPOCH);

    assertThat(errors.ofRetryState("The Monthly Pool is dry").evidence())
        .isEqualTo("user rule 1: text 'monthly pool'");
  }

  private static FailureRules ruled(String code) {
    return FailureRules.behind(
        List.of(
            Rule.of(
                FailureKind.QUOTA_EXHAUSTED,
                Optional.of("openai"),
                List.of(),
                List.of(code),
                List.of())));
  }

  private static Failure named(FailureRules rules, String error) throws JsonTrouble {
    var filter = RemoteText.filter(List.of(), List.of("Say something."));
    return new ServerErrors(TARGET, filter, rules, Instant.parse("2026-11-20T10:00:00Z"))
        .of(Json.parse(error));
  }
}
