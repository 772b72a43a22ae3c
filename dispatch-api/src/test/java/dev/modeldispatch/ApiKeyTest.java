package dev.modeldispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNoException;

import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ApiKeyTest {
  @Test
  void aKeyIsRevealedOnlyWhenAsked() {
    var key = ApiKey.of("sk-canary");

    assertThat(key.reveal()).contains("sk-canary");
    assertThat(key.variable()).isEmpty();
    assertThat(key).hasToString("****");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "canary\n",
        "canary\r\nX-Other: 1",
        " canary",
        "can ary",
        "canary\t",
        "canary\u0000",
        "canary\u00e9",
        "canary\u007f",
        "canary\ud83d\ude00"
      })
  void aKeyThatCannotStandInAHeaderIsRefusedAndNotQuoted(String value) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ApiKey.of(value))
        .withMessageContaining("it must be visible ASCII characters")
        .satisfies(e -> assertThat(e.getMessage()).doesNotContain("canary", "ary"))
        .withNoCause();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "\n"})
  void aBlankKeyIsRefused(String value) {
    assertThatIllegalArgumentException().isThrownBy(() -> ApiKey.of(value));
  }

  @Test
  void aKeyIsBounded() {
    assertThatNoException().isThrownBy(() -> ApiKey.of("k".repeat(4_096)));
    assertThatIllegalArgumentException().isThrownBy(() -> ApiKey.of("k".repeat(4_097)));
  }

  @Test
  void aVariableThatIsNotSetIsAMissingKeyThatKnowsItsName() {
    var key = ApiKey.env("MODEL_DISPATCH_NO_SUCH_VARIABLE");

    assertThat(key.reveal()).isEmpty();
    assertThat(key.variable()).contains("MODEL_DISPATCH_NO_SUCH_VARIABLE");
    assertThat(key).hasToString("****");
  }

  @Test
  void aVariableThatIsSetIsTheKey() {
    Map.Entry<String, String> any =
        System.getenv().entrySet().stream()
            .filter(e -> e.getValue().matches("[!-~]{1,4000}"))
            .findAny()
            .orElseThrow();

    var key = ApiKey.env(any.getKey());

    assertThat(key.reveal().equals(Optional.of(any.getValue()))).isTrue();
    assertThat(key).hasToString("****");
  }
}
