package dev.modeldispatch.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SecretCanaryTest {
  private static final SecretCanary CANARY = SecretCanary.of(1);

  static List<String> hidden() {
    String prompt = CANARY.prompt();
    return List.of(
        "said " + CANARY.key() + "!",
        "said " + prompt,
        "said " + CANARY.answer(),
        CANARY.key().toUpperCase(Locale.ROOT),
        prompt.substring(10, 30),
        prompt.replace("\"", "\\\\\\\"").replace("\n", "\\n"),
        URLEncoder.encode(prompt, StandardCharsets.UTF_8),
        Base64.getEncoder().encodeToString(prompt.getBytes(StandardCharsets.UTF_8)),
        Base64.getEncoder().encodeToString(CANARY.key().getBytes(StandardCharsets.UTF_8)));
  }

  @ParameterizedTest
  @MethodSource("hidden")
  void eachFormIsSeen(String text) {
    assertThatThrownBy(() -> CANARY.assertNotIn("the log", text))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("in the log");
  }

  @Test
  void whatHoldsNoneIsFine() {
    CANARY.assertNotIn("the log", "cnry-, Say, Well, sch\u00f6n: prompt=74 chars");
    CANARY.assertNotIn("nothing", null);
    CANARY.assertNotIn("a piece", CANARY.prompt().substring(10, 22));
  }

  @Test
  void causesAndSuppressedOnesAreRead() {
    var deep = new IllegalStateException("outside", new IllegalStateException(CANARY.prompt()));
    var beside = new IllegalStateException("outside");
    beside.addSuppressed(new IllegalStateException(CANARY.key()));

    assertThatThrownBy(() -> CANARY.assertNotIn("it", deep)).hasMessageContaining("the prompt in");
    assertThatThrownBy(() -> CANARY.assertNotIn("it", beside)).hasMessageContaining("the key in");
  }

  @Test
  void aPromptMayBeWhereOnlyTheKeyMustNot() {
    CANARY.assertNoKeyIn("the body", CANARY.prompt() + CANARY.answer());

    assertThatThrownBy(() -> CANARY.assertNoKeyIn("the body", CANARY.key()))
        .hasMessageContaining("the key in the body");
  }

  @Test
  void allThatIsCollectedIsListedAndNotToldOnceMore() {
    var canary = SecretCanary.of(2).collect("a", "fine");
    canary.assertUnseen();
    canary.collect("b", "x " + canary.key()).collect("c", canary.prompt());

    assertThatThrownBy(canary::assertUnseen)
        .hasMessageContainingAll("the key in b: ...x cnry-****", "the prompt in c", "Tell lengths")
        .message()
        .doesNotContain(canary.key(), canary.prompt());
  }

  @Test
  void aSeedGivesTheSameAndAnotherSeedAnother() {
    assertThat(SecretCanary.of(7).key()).isEqualTo(SecretCanary.of(7).key());
    assertThat(SecretCanary.of(7).prompt()).isNotEqualTo(SecretCanary.of(8).prompt());
    assertThat(CANARY.toString()).doesNotContain(CANARY.key());
  }
}
