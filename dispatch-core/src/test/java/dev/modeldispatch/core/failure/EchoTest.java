package dev.modeldispatch.core.failure;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class EchoTest {
  @Test
  void sixteenSharedCharactersAreAnEcho() {
    assertThat(Echo.of("error near 'abcdefghijklmnop'", List.of("__abcdefghijklmnop__"))).isTrue();
  }

  @Test
  void fifteenSharedCharactersAreNone() {
    assertThat(Echo.of("error near 'abcdefghijklmno'", List.of("__abcdefghijklmno__"))).isFalse();
  }

  @Test
  void shortPromptInsideTheTextIsAnEcho() {
    assertThat(Echo.of("cannot answer 'quota'", List.of("quota"))).isTrue();
  }

  @Test
  void tinyPromptProvesNothing() {
    assertThat(Echo.of("hi is no prompt", List.of("hi"))).isFalse();
  }
}
