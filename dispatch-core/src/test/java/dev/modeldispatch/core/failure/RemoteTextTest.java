package dev.modeldispatch.core.failure;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RemoteTextTest {
  private static final String TOO_LONG =
      "This model's maximum context length is 8192 tokens. However, you requested 90000 tokens."
          + " Please reduce the length of the messages or completion.";

  @Test
  void longPromptThatSharesCommonWordsDoesNotSilenceTheServer() {
    var filter =
        sent("Please reduce the length of the chapter. However, you required. ".repeat(99));

    assertThat(filter.readable(TOO_LONG)).contains(TOO_LONG);
    assertThat(filter.shown(TOO_LONG)).isEmpty();
  }

  @Test
  void shortPromptThatIsRepeatedDoes() {
    assertThat(sent("Please reduce the length of the chapter.").readable(TOO_LONG)).isEmpty();
  }

  @Test
  void longPromptIsAnEchoFromFortyCharactersOn() {
    String prompt = "0123456789".repeat(300) + "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMN";

    assertThat(sent(prompt).readable("<abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLM>")).isPresent();
    assertThat(sent(prompt).readable("<abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMN>")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "what is a credit balance?",
        "CREDIT\n\tBALANCE",
        "my_credit_balance",
        "xxx 'credit'-'balance' "
      })
  void phraseThatWasSentIsKnownHoweverItIsSpelled(String prompt) {
    assertThat(sent(prompt).wasSent("credit balance")).isTrue();
  }

  @Test
  void otherPhraseWasNotSent() {
    assertThat(sent("credit and balance").wasSent("credit balance")).isFalse();
  }

  private static RemoteText sent(String prompt) {
    return RemoteText.filter(List.of(), List.of(prompt));
  }
}
