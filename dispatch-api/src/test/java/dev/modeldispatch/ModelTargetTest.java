package dev.modeldispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNoException;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ModelTargetTest {
  @Test
  void theFirstSlashSplits() {
    var target = ModelTarget.parse("openrouter/meta/llama-4");

    assertThat(target).isEqualTo(ModelTarget.of("openrouter", "meta/llama-4"));
    assertThat(target).hasToString("openrouter/meta/llama-4");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "gpt-x", "/gpt-x", "openai/", "/"})
  void aTextWithoutBothPartsIsRefusedWithTheWayToWriteIt(String text) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ModelTarget.parse(text))
        .withMessageContaining("'" + text + "' is not a target; write provider/model");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "-x", ".x", "a b", "a/b", "a\n", "\u00e9t\u00e9", "a:b"})
  void aBadProviderIsRefused(String provider) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ModelTarget.of(provider, "m"))
        .withMessageContaining("is not a provider id");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "a b", "a\n", "a\u0000", "a\u00a0b", "a\u200bb", "a\u202eb", "\ud83d"})
  void aModelWithInvisibleCharactersIsRefused(String model) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ModelTarget.of("openai", model))
        .withMessageContaining("is not a model id");
  }

  @Test
  void bothPartsAreBounded() {
    assertThatNoException().isThrownBy(() -> ModelTarget.of("p".repeat(64), "m".repeat(200)));
    assertThatIllegalArgumentException().isThrownBy(() -> ModelTarget.of("p".repeat(65), "m"));
    assertThatIllegalArgumentException().isThrownBy(() -> ModelTarget.of("p", "m".repeat(201)));
  }

  @Test
  void bothPartsAreToldAtOnce() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ModelTarget.of("a b", "c d"))
        .withMessageContaining("2 problems")
        .withMessageContaining("'a b'")
        .withMessageContaining("'c d'");
  }

  @Test
  void aListKeepsOrderAndDuplicates() {
    List<ModelTarget> targets = ModelTarget.list("openai/b", "openai/a", "openai/b");

    assertThat(targets).extracting(ModelTarget::model).containsExactly("b", "a", "b");
  }

  @Test
  void aListTellsEveryBadTarget() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ModelTarget.list("one", "openai/a", "two"))
        .withMessageStartingWith("targets: 2 problems: 'one' is not a target;")
        .withMessageContaining("; 'two' is not a target;");
  }
}
