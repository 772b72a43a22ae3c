package dev.modeldispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNoException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SessionTest {
  @Test
  void newConversationsHaveNoId() {
    assertThat(Session.fresh().mode()).isEqualTo(Session.Mode.FRESH);
    assertThat(Session.fresh().id()).isEmpty();
    assertThat(Session.kept().mode()).isEqualTo(Session.Mode.KEPT);
    assertThat(Session.kept().id()).isEmpty();
  }

  @Test
  void earlierConversationsHaveTheirs() {
    assertThat(Session.continued("ses_1").mode()).isEqualTo(Session.Mode.CONTINUED);
    assertThat(Session.continued("ses_1").id()).contains("ses_1");
    assertThat(Session.continuedThenClosed("ses_1").mode())
        .isEqualTo(Session.Mode.CONTINUED_THEN_CLOSED);
    assertThat(Session.continuedThenClosed("ses_1").id()).contains("ses_1");
  }

  @Test
  void sessionsAreEqualByModeAndId() {
    assertThat(Session.continued("a"))
        .isEqualTo(Session.continued("a"))
        .hasSameHashCodeAs(Session.continued("a"))
        .isNotEqualTo(Session.continued("b"))
        .isNotEqualTo(Session.continuedThenClosed("a"));
    assertThat(Session.fresh()).isNotEqualTo(Session.kept());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "a b", "a\nb", "a\u0000", "\u00e9", "a\u007f"})
  void aBadIdIsRefused(String id) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Session.continued(id))
        .withMessageContaining("is not a session id; pass the id of an earlier result");
    assertThatIllegalArgumentException().isThrownBy(() -> Session.continuedThenClosed(id));
  }

  @Test
  void anIdIsBounded() {
    assertThatNoException().isThrownBy(() -> Session.continued("i".repeat(200)));
    assertThatIllegalArgumentException().isThrownBy(() -> Session.continued("i".repeat(201)));
  }

  @Test
  void toStringTellsModeAndId() {
    assertThat(Session.kept()).hasToString("Session[KEPT]");
    assertThat(Session.continued("ses_1")).hasToString("Session[CONTINUED ses_1]");
  }
}
