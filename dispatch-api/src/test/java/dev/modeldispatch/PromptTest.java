package dev.modeldispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNoException;

import java.time.Duration;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PromptTest {
  private static final ModelTarget OTHER = ModelTarget.of("openai", "other");

  @Test
  void aTextAloneIsAFreshPromptWithoutSettings() {
    var prompt = Prompt.of("Hi");

    assertThat(prompt.text()).isEqualTo("Hi");
    assertThat(prompt.session()).isEqualTo(Session.fresh());
    assertThat(prompt.system()).isEmpty();
    assertThat(prompt.jsonSchema()).isEmpty();
    assertThat(prompt.timeout()).isEmpty();
    assertThat(prompt.fallbacks().isEmpty()).isTrue();
    assertThat(prompt.maxOutputTokens()).isEmpty();
    assertThat(prompt.temperature()).isEmpty();
    assertThat(prompt.labels()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "\n\t", "\u2003"})
  void aBlankTextIsRefused(String text) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Prompt.of(text))
        .withMessage("prompt: text is blank; say what you ask");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "[]", "\"object\"", "{", "{} {}"})
  void aSchemaThatIsNoObjectIsRefused(String schema) {
    assertRefused(p -> p.jsonSchema(schema), "jsonSchema must be a JSON object");
  }

  @ParameterizedTest
  @ValueSource(strings = {"PT0S", "PT-1S", "PT2147483.000000001S", "PT1000000000H"})
  void aTimeoutOutOfBoundsIsRefused(Duration timeout) {
    assertRefused(
        p -> p.timeout(timeout), "timeout " + timeout + " must be above zero and at most");
  }

  @ParameterizedTest
  @ValueSource(doubles = {-0.1, 2.1, Double.NaN, Double.POSITIVE_INFINITY})
  void aTemperatureOutOfBoundsIsRefused(double value) {
    assertRefused(p -> p.temperature(value), "temperature " + value + " must be between 0 and 2");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, -1, Integer.MIN_VALUE})
  void aTokenBoundBelowOneIsRefused(int tokens) {
    assertRefused(p -> p.maxOutputTokens(tokens), "maxOutputTokens " + tokens);
  }

  @Test
  void aHedgeWithoutADelayIsRefused() {
    assertRefused(p -> p.hedge(Duration.ZERO, OTHER), "hedge after PT0S must be above zero");
  }

  @Test
  void seventeenLabelsAreRefused() {
    assertRefused(p -> labelled(p, 17), "17 labels are too many; keep at most 16");
  }

  @Test
  void aLabelNeedsAKeyAndShortTexts() {
    assertRefused(p -> p.label(" ", "x"), "label ' ' needs a key");
    assertRefused(p -> p.label("k".repeat(101), "x"), "at most 100 characters");
    assertRefused(p -> p.label("long", "x".repeat(101)), "label 'long'");
  }

  @Test
  void everythingThatIsWrongIsToldAtOnce() {
    var prompt = Prompt.builder("").timeout(Duration.ZERO).maxOutputTokens(0).temperature(3);

    assertThatIllegalArgumentException()
        .isThrownBy(prompt::build)
        .withMessageStartingWith("prompt: 4 problems: ")
        .withMessageContaining("text is blank")
        .withMessageContaining("timeout PT0S")
        .withMessageContaining("maxOutputTokens 0")
        .withMessageContaining("temperature 3.0");
  }

  @Test
  void theBoundsThemselvesAreAllowed() {
    var prompt =
        labelled(Prompt.builder("Hi"), 16)
            .timeout(Duration.ofSeconds(2_147_483))
            .maxOutputTokens(1)
            .temperature(2);

    assertThatNoException().isThrownBy(prompt::build);
  }

  @Test
  void toBuilderCopiesEverything() {
    var prompt = full();

    var copy = prompt.toBuilder().build();

    assertThat(copy).usingRecursiveComparison().isEqualTo(prompt);
  }

  @Test
  void toBuilderLeavesTheFirstPromptAlone() {
    var prompt = full();

    var changed = prompt.toBuilder().label("third", "3").temperature(2).build();

    assertThat(prompt.labels()).doesNotContainKey("third");
    assertThat(prompt.temperature()).hasValue(0.5);
    assertThat(changed.labels()).containsEntry("third", "3");
  }

  @Test
  void labelsKeepTheirOrder() {
    var prompt = labelled(Prompt.builder("Hi"), 16).build();

    assertThat(prompt.labels().values())
        .containsExactlyElementsOf(IntStream.range(0, 16).mapToObj(String::valueOf).toList());
  }

  @Test
  void aBuilderThatGoesOnChangesNoBuiltPrompt() {
    var builder = Prompt.builder("Hi").label("a", "1");
    var prompt = builder.build();

    builder.label("b", "2").system("later");

    assertThat(prompt.labels()).containsOnlyKeys("a");
    assertThat(prompt.system()).isEmpty();
  }

  @Test
  void toStringTellsLengthsOnly() {
    assertThat(full())
        .hasToString(
            "Prompt[text=7 chars, system=6 chars, jsonSchema=17 chars, timeout=PT5S,"
                + " session=CONTINUED]");
  }

  private static Prompt full() {
    return Prompt.builder("Tell me")
        .system("Secret")
        .jsonSchema("{\"type\":\"object\"}")
        .timeout(Duration.ofSeconds(5))
        .session(Session.continued("ses_1"))
        .fallbacks(List.of(OTHER))
        .hedge(Duration.ofSeconds(1), OTHER)
        .maxOutputTokens(7)
        .temperature(0.5)
        .label("first", "1")
        .label("second", "2")
        .build();
  }

  private static Prompt.Builder labelled(Prompt.Builder builder, int labels) {
    IntStream.range(0, labels).forEach(i -> builder.label("key" + i, String.valueOf(i)));
    return builder;
  }

  private static void assertRefused(UnaryOperator<Prompt.Builder> misuse, String words) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> misuse.apply(Prompt.builder("Hi")).build())
        .withMessageStartingWith("prompt: ")
        .withMessageContaining(words);
  }
}
